#include <clerk/invitation_pager.hpp>

#include "api/operations.hpp"
#include "api/page_position.hpp"
#include "common/make_error.hpp"

#include <clerk/invitations.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

namespace clerk {

namespace asio = boost::asio;

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
