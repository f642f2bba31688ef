#include <clerk/invitation_pager.hpp>

#include "api/composed_op.hpp"
#include "api/pager_state.hpp"
#include "common/if_memory_allows.hpp"
#include "common/make_error.hpp"
#include "common/operations.hpp"
#include "transport/call_errors.hpp"

#include <boost/asio/use_awaitable.hpp>
#include <boost/assert.hpp>

#include <algorithm>
#include <iterator>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace clerk {

namespace asio = boost::asio;

namespace detail {

namespace {

using Page = std::optional<InvitationPage>;
using All = std::vector<Invitation>;

ClerkError inconsistent_pages(std::string_view why)
{
    auto error = make_error(ErrorKind::decode, Phase::decode, Delivery::unknown, std::string{why});
    error.status = 200;
    error.attempts = 1;
    error.operation = operations::list.name;
    return error;
}

ClerkError cancelled_between_pages()
{
    auto error = cancelled_failure(Phase::queue);
    error.operation = operations::list.name;
    return error;
}

/// Invokes `step`, which returns the result, or nothing if it has started the next call. Returns an error if it runs out of
/// memory.
template <class T, class Step>
std::optional<Result<T>> next_step(Step step)
try
{
    return step();
}
catch (std::bad_alloc const&)
{
    auto error = out_of_memory(ErrorKind::transport, Phase::queue, Delivery::not_sent);
    if_memory_allows([&] { error.operation = operations::list.name; });
    return std::unexpected{std::move(error)};
}

/// A `next`: requests pages until one has new invitations.
class NextPageOp : public ComposedOp<Result<Page>>, public std::enable_shared_from_this<NextPageOp>
{
public:
    NextPageOp(std::shared_ptr<PagerState> pager, NextPageHandler&& handler, CompletionExecutor&& where)
        : ComposedOp{std::move(handler), std::move(where), pager->invitations.get_executor()}, pager_{std::move(pager)}
    {}

    void start()
    {
        connect_cancellation(shared_from_this());
        if (!pager_->position.at_end()) return request();
        post([self = shared_from_this()] { self->complete(Page{}); });
    }

private:
    void request()
    {
        pager_->params.offset = pager_->position.offset();
        pager_->params.limit = pager_->position.limit();
        begin_call([self = shared_from_this()](Result<InvitationPage> page) { self->on_page(std::move(page)); },
                   [this](auto&& handler) {
                       pager_->invitations.list(pager_->params, pager_->options, std::forward<decltype(handler)>(handler));
                   });
    }

    void on_page(Result<InvitationPage>&& page)
    {
        if (auto result = next_step<Page>([&] { return take(std::move(page)); })) complete(std::move(*result));
    }

    std::optional<Result<Page>> take(Result<InvitationPage>&& page)
    {
        if (!page) return std::unexpected{std::move(page.error())};
        auto& position = pager_->position;
        if (auto const why = position.take(*page); !why.empty()) return std::unexpected{inconsistent_pages(why)};
        if (!page->data.empty()) return Result<Page>{std::move(*page)};
        if (position.at_end()) return Result<Page>{std::nullopt};
        if (cancelled()) return std::unexpected{cancelled_between_pages()};
        request();
        return std::nullopt;
    }

    std::shared_ptr<PagerState> pager_;
};

/// Collects the invitations of all pages.
class AllOp : public ComposedOp<Result<All>>, public std::enable_shared_from_this<AllOp>
{
public:
    AllOp(std::shared_ptr<PagerState> pager, std::size_t max, AllHandler&& handler, CompletionExecutor&& where)
        : ComposedOp{std::move(handler), std::move(where), pager->invitations.get_executor()}, pager_{std::move(pager)}, max_{max}
    {}

    void start()
    {
        connect_cancellation(shared_from_this());
        if (max_ > 0) return request();
        post([self = shared_from_this()] { self->complete(std::move(self->all_)); });
    }

private:
    void request()
    {
        begin_call([self = shared_from_this()](Result<Page> page) { self->on_page(std::move(page)); },
                   [this](auto&& handler) {
                       NextPageInitiation{pager_, pager_->invitations.get_executor()}(std::forward<decltype(handler)>(handler));
                   });
    }

    void on_page(Result<Page>&& page)
    {
        if (auto result = next_step<All>([&] { return take(std::move(page)); })) complete(std::move(*result));
    }

    std::optional<Result<All>> take(Result<Page>&& page)
    {
        if (!page) return std::unexpected{std::move(page.error())};
        if (!*page) return std::move(all_);
        auto& data = (*page)->data;
        auto const wanted = static_cast<std::ptrdiff_t>(std::min(data.size(), max_ - all_.size()));
        std::move(data.begin(), data.begin() + wanted, std::back_inserter(all_));
        if (all_.size() == max_) return std::move(all_);
        if (cancelled()) return std::unexpected{cancelled_between_pages()};
        request();
        return std::nullopt;
    }

    std::shared_ptr<PagerState> pager_;
    std::size_t max_;
    All all_;
};

} // namespace

void initiate_next_page(std::shared_ptr<PagerState> pager, NextPageHandler&& handler, CompletionExecutor&& where)
{
    std::make_shared<NextPageOp>(std::move(pager), std::move(handler), std::move(where))->start();
}

void initiate_all(Invitations const& invitations, ListInvitationsParams const& params, std::size_t max, RequestOptions options,
                  AllHandler&& handler, CompletionExecutor&& where)
{
    auto pager = std::make_shared<PagerState>(invitations, params, options);
    std::make_shared<AllOp>(std::move(pager), max, std::move(handler), std::move(where))->start();
}

} // namespace detail

InvitationPager::InvitationPager(InvitationPager const& other)
    : state_{other.state_ ? std::make_shared<detail::PagerState>(*other.state_) : nullptr}
{}

InvitationPager& InvitationPager::operator=(InvitationPager const& other)
{
    return *this = InvitationPager{other};
}

InvitationPager::executor_type InvitationPager::get_executor() const noexcept
{
    BOOST_ASSERT_MSG(state_, "this pager was moved from");
    return state_->invitations.get_executor();
}

asio::awaitable<Result<std::optional<InvitationPage>>> InvitationPager::next()
{
    return next(asio::use_awaitable);
}

asio::awaitable<Result<std::optional<InvitationPage>>> InvitationPager::next(std::shared_ptr<detail::PagerState> state)
{
    auto const executor = state->invitations.get_executor();
    using Signature = void(Result<std::optional<InvitationPage>>);
    return asio::async_initiate<asio::use_awaitable_t<> const, Signature>(detail::NextPageInitiation{std::move(state), executor},
                                                                          asio::use_awaitable);
}

InvitationPager Invitations::pages(ListInvitationsParams const& params, RequestOptions options) const
{
    BOOST_ASSERT_MSG(core_, "this handle was moved from");
    return InvitationPager{std::make_shared<detail::PagerState>(*this, params, options)};
}

asio::awaitable<Result<std::vector<Invitation>>> Invitations::all(ListInvitationsParams const& params, std::size_t max,
                                                                  RequestOptions options) const
{
    return all(params, max, options, asio::use_awaitable);
}

} // namespace clerk
