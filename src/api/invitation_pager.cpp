#include <clerk/invitation_pager.hpp>

#include "api/operations.hpp"
#include "common/make_error.hpp"

#include <clerk/invitations.hpp>

#include <algorithm>
#include <iterator>
#include <limits>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace clerk {

namespace asio = boost::asio;

namespace detail {

/// The position of a pager: the ids seen, the next request, and whether the list has ended.
class PagePosition
{
public:
    PagePosition(int offset, int limit) noexcept : offset_{offset}, limit_{limit} {}

    [[nodiscard]] int offset() const noexcept { return offset_; }

    [[nodiscard]] int limit() const noexcept { return limit_; }

    [[nodiscard]] bool at_end() const noexcept { return at_end_; }

    /// Applies the page for `offset` and `limit` and removes invitations that were seen before. A page shorter than `limit` is
    /// not the end, because a server may have a smaller maximum.
    ///
    /// @returns why the rest cannot be requested although the page promises more; empty if it can, or there is nothing more
    [[nodiscard]] std::string_view take(InvitationPage& page);

    /// Consecutive pages without anything new after which the pager stops.
    static constexpr int max_stale_pages = 8;

private:
    int offset_;
    int limit_;
    int stale_pages_{0};
    bool at_end_{false};
    std::unordered_set<std::string> seen_;
};

std::string_view PagePosition::take(InvitationPage& page)
{
    std::size_t const received = page.data.size();
    std::erase_if(page.data, [this](Invitation const& invitation) { return !seen_.insert(invitation.id).second; });
    stale_pages_ = page.data.empty() ? stale_pages_ + 1 : 0;

    auto const next = offset_ + static_cast<std::int64_t>(received);
    bool const promised = page.total_known && next < page.total_count;
    bool const exhausted = received == 0 || stale_pages_ == max_stale_pages || next > std::numeric_limits<int>::max() - limit_;
    at_end_ = exhausted || (page.total_known && !promised);
    if (!at_end_) offset_ = static_cast<int>(next);
    if (!exhausted || !promised) return {};
    if (received == 0) return "the page is empty, although total_count says that more follow";
    if (stale_pages_ == max_stale_pages) return "the pages overlap, although total_count says that more follow";
    return "the next offset is out of range";
}

} // namespace detail

namespace {

/// The default page size. Needs a tenth of the requests of Clerk's default.
constexpr int default_limit{100};

ClerkError inconsistent_pages(std::string_view why)
{
    auto error = detail::make_error(ErrorKind::decode, Phase::decode, Delivery::unknown, std::string{why});
    error.status = 200;
    error.attempts = 1;
    error.operation = detail::operations::list.name;
    return error;
}

} // namespace

struct InvitationPager::State
{
    Invitations invitations;
    ListInvitationsParams params;
    RequestOptions options;
    detail::PagePosition position{params.offset.value_or(0), params.limit.value_or(default_limit)};
};

InvitationPager::InvitationPager(Invitations const& invitations, ListInvitationsParams const& params, RequestOptions options)
    : state_{std::make_shared<State>(invitations, params, options)}
{}

InvitationPager::executor_type InvitationPager::get_executor() const noexcept
{
    return state_->invitations.get_executor();
}

asio::awaitable<Result<std::optional<InvitationPage>>> InvitationPager::next()
{
    return next(state_);
}

asio::awaitable<Result<std::optional<InvitationPage>>> InvitationPager::next(std::shared_ptr<State> state)
{
    auto& position = state->position;
    while (!position.at_end())
    {
        state->params.offset = position.offset();
        state->params.limit = position.limit();
        auto page = co_await state->invitations.list(state->params, state->options);
        if (!page) co_return std::unexpected{std::move(page.error())};
        if (auto const why = position.take(*page); !why.empty()) co_return std::unexpected{inconsistent_pages(why)};
        if (!page->data.empty()) co_return std::optional<InvitationPage>{std::move(*page)};
    }
    co_return std::optional<InvitationPage>{};
}

InvitationPager Invitations::pages(ListInvitationsParams const& params, RequestOptions options) const
{
    return InvitationPager{*this, params, options};
}

namespace {

asio::awaitable<Result<std::vector<Invitation>>> collect(InvitationPager pager, std::size_t max)
{
    std::vector<Invitation> all;
    while (all.size() < max)
    {
        auto page = co_await pager.next();
        if (!page) co_return std::unexpected{std::move(page.error())};
        if (!*page) break;
        auto& data = (*page)->data;
        auto const wanted = static_cast<std::ptrdiff_t>(std::min(data.size(), max - all.size()));
        std::move(data.begin(), data.begin() + wanted, std::back_inserter(all));
    }
    co_return all;
}

} // namespace

asio::awaitable<Result<std::vector<Invitation>>> Invitations::all(ListInvitationsParams const& params, std::size_t max,
                                                                  RequestOptions options) const
{
    return collect(pages(params, options), max);
}

} // namespace clerk
