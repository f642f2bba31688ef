// libcurl's multi interface on epoll; the transfers beyond its connections wait inside of it.
#include "support/due_timer.hpp"
#include "support/load.hpp"
#include "support/params.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <curl/curl.h>
#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <queue>
#include <stdexcept>
#include <vector>

namespace {

namespace json = boost::json;
using bench::Load;

struct Transfer
{
    CURL* easy{nullptr};
    std::string request;
    std::string answer;
    Load::TimePoint begun;
};

std::size_t take_answer(char* data, std::size_t, std::size_t size, void* to)
{
    static_cast<Transfer*>(to)->answer.append(data, size);
    return size;
}

std::string encode(clerk::CreateInvitationParams const& params)
{
    json::object body;
    body["email_address"] = params.email_address;
    body["public_metadata"] = params.public_metadata;
    body["redirect_url"] = *params.redirect_url;
    body["notify"] = *params.notify;
    body["ignore_existing"] = *params.ignore_existing;
    body["expires_in_days"] = *params.expires_in_days;
    body["template_slug"] = "invitation";
    return json::serialize(body);
}

bool is_invitation(std::string const& body)
{
    boost::system::error_code ec;
    auto const value = json::parse(body, ec);
    return !ec && value.is_object() && value.as_object().at("public_metadata").as_object().size() == 2;
}

class Client
{
public:
    Client(bench::Options const& options, Load& load) : options_{options}, load_{load}
    {
        curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &Client::watch);
        curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
        curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &Client::set_timer);
        curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
        curl_multi_setopt(multi_, CURLMOPT_MAX_HOST_CONNECTIONS, options.connections);
        curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, options.connections);
        for (char const* line : {"Authorization: Bearer sk_test_fake_backend_key", "Accept: application/json",
                                 "Content-Type: application/json", "Clerk-API-Version: 2026-05-12"})
            headers_ = curl_slist_append(headers_, line);
    }

    void run()
    {
        if (options_.rate <= 0)
            for (long i = 0; i < options_.concurrency; ++i) begin(Load::Clock::now());
        while (!load_.over())
        {
            if (options_.rate > 0) begin_due();
            step();
            take_finished();
        }
    }

private:
    /// Due calls wait as times, not as handles, while each connection has a running and a waiting handle.
    void begin_due()
    {
        while (load_.due() <= Load::Clock::now()) due_.push(load_.take());
        auto const most = 2 * static_cast<std::size_t>(options_.connections);
        for (; !due_.empty() && all_.size() - free_.size() < most; due_.pop()) begin(due_.front());
    }

    static int watch(CURL*, curl_socket_t socket, int what, void* self, void* known)
    {
        auto& client = *static_cast<Client*>(self);
        epoll_event event{};
        event.data.u64 = 0;
        event.data.fd = socket;
        if ((what & CURL_POLL_IN) != 0) event.events |= EPOLLIN;
        if ((what & CURL_POLL_OUT) != 0) event.events |= EPOLLOUT;
        int const operation = what == CURL_POLL_REMOVE ? EPOLL_CTL_DEL : known == nullptr ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
        epoll_ctl(client.epoll_, operation, socket, &event);
        curl_multi_assign(client.multi_, socket, what == CURL_POLL_REMOVE ? nullptr : self);
        return 0;
    }

    static int set_timer(CURLM*, long milliseconds, void* self)
    {
        auto& client = *static_cast<Client*>(self);
        client.timed_ = milliseconds >= 0;
        client.wake_ = Load::Clock::now() + std::chrono::milliseconds{std::max(milliseconds, 0L)};
        return 0;
    }

    [[nodiscard]] int patience() const
    {
        auto until = Load::Clock::now() + std::chrono::seconds{1};
        if (timed_) until = std::min(until, wake_);
        auto const left = std::chrono::duration<double, std::milli>{until - Load::Clock::now()}.count();
        return left <= 0 ? 0 : static_cast<int>(std::ceil(left)); // curl's own timers are whole milliseconds
    }

    void step()
    {
        std::array<epoll_event, 256> events;
        int running = 0;
        if (options_.rate > 0) timer_.set(load_.due());
        int const count = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), patience());
        for (int i = 0; i < count; ++i)
        {
            auto const& event = events[static_cast<std::size_t>(i)];
            if (event.data.u64 == 0)
            {
                timer_.clear();
                continue;
            }
            int const what =
                ((event.events & EPOLLIN) != 0 ? CURL_CSELECT_IN : 0) | ((event.events & EPOLLOUT) != 0 ? CURL_CSELECT_OUT : 0);
            curl_multi_socket_action(multi_, event.data.fd, what, &running);
        }
        if (!timed_ || Load::Clock::now() < wake_) return;
        timed_ = false;
        curl_multi_socket_action(multi_, CURL_SOCKET_TIMEOUT, 0, &running);
    }

    void take_finished()
    {
        int left = 0;
        while (auto const* message = curl_multi_info_read(multi_, &left))
        {
            if (message->msg != CURLMSG_DONE) continue;
            void* known = nullptr;
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &known);
            auto& transfer = *static_cast<Transfer*>(known);
            bool const success = message->data.result == CURLE_OK && is_invitation(transfer.answer);
            load_.ended(transfer.begun, success);
            curl_multi_remove_handle(multi_, transfer.easy);
            free_.push_back(&transfer);
            if (options_.rate <= 0 && !load_.over()) begin(Load::Clock::now());
        }
    }

    Transfer& make()
    {
        auto& transfer = *all_.emplace_back(std::make_unique<Transfer>());
        transfer.easy = curl_easy_init();
        curl_easy_setopt(transfer.easy, CURLOPT_URL, (options_.url + "/v1/invitations").c_str());
        curl_easy_setopt(transfer.easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
        curl_easy_setopt(transfer.easy, CURLOPT_CAINFO, options_.ca_file.c_str());
        curl_easy_setopt(transfer.easy, CURLOPT_HTTPHEADER, headers_);
        curl_easy_setopt(transfer.easy, CURLOPT_USERAGENT, "curl-multi/1.0");
        curl_easy_setopt(transfer.easy, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(transfer.easy, CURLOPT_WRITEFUNCTION, &take_answer);
        curl_easy_setopt(transfer.easy, CURLOPT_WRITEDATA, &transfer);
        curl_easy_setopt(transfer.easy, CURLOPT_PRIVATE, &transfer);
        return transfer;
    }

    void begin(Load::TimePoint intended)
    {
        Transfer* transfer = nullptr;
        if (free_.empty())
            transfer = &make();
        else
            transfer = free_.back(), free_.pop_back();
        transfer->begun = intended;
        transfer->answer.clear();
        transfer->request = encode(bench::make_params());
        curl_easy_setopt(transfer->easy, CURLOPT_POSTFIELDS, transfer->request.c_str());
        curl_easy_setopt(transfer->easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(transfer->request.size()));
        curl_multi_add_handle(multi_, transfer->easy);
    }

    bench::Options const& options_;
    Load& load_;
    CURLM* multi_{curl_multi_init()};
    int epoll_{epoll_create1(EPOLL_CLOEXEC)};
    bench::DueTimer timer_{epoll_};
    curl_slist* headers_{nullptr};
    std::vector<std::unique_ptr<Transfer>> all_;
    std::vector<Transfer*> free_;
    std::queue<Load::TimePoint> due_;
    bool timed_{false};
    Load::TimePoint wake_;
};

} // namespace

int main(int argc, char** argv)
try
{
    auto const options = bench::parse_options(argc, argv);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    Load load{options};
    Client client{options, load};
    client.run();
    load.print();
    std::_Exit(EXIT_SUCCESS); // its memory is not measured
}
catch (std::exception const& error)
{
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
}
