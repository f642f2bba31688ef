#include <clerk/error.hpp>

#include <boost/test/unit_test.hpp>

#include <sstream>

using clerk::Advice;
using clerk::Delivery;
using clerk::ErrorKind;

BOOST_AUTO_TEST_SUITE(common_advice)

namespace {

struct Case
{
    ErrorKind kind;
    Delivery delivery;
    int status;
    Advice create; ///< after a create
    Advice list;   ///< after a list
};

constexpr Case cases[]{
    {ErrorKind::invalid_argument, Delivery::not_sent, 0, Advice::fix_request, Advice::fix_request},
    {ErrorKind::api, Delivery::rejected, 400, Advice::fix_request, Advice::fix_request},
    {ErrorKind::api, Delivery::rejected, 404, Advice::fix_request, Advice::fix_request},
    {ErrorKind::api, Delivery::rejected, 409, Advice::fix_request, Advice::fix_request},
    {ErrorKind::api, Delivery::rejected, 422, Advice::fix_request, Advice::fix_request},
    {ErrorKind::api, Delivery::rejected, 401, Advice::give_up, Advice::give_up},
    {ErrorKind::api, Delivery::rejected, 402, Advice::give_up, Advice::give_up},
    {ErrorKind::api, Delivery::rejected, 403, Advice::give_up, Advice::give_up},
    {ErrorKind::api, Delivery::rejected, 408, Advice::retry, Advice::retry},
    {ErrorKind::api, Delivery::unknown, 404, Advice::look_first, Advice::fix_request},
    {ErrorKind::api, Delivery::unknown, 500, Advice::look_first, Advice::retry},
    {ErrorKind::rate_limited, Delivery::rejected, 429, Advice::retry_later, Advice::retry_later},
    {ErrorKind::rate_limited, Delivery::not_sent, 0, Advice::retry_later, Advice::retry_later},
    {ErrorKind::pool_exhausted, Delivery::not_sent, 0, Advice::retry_later, Advice::retry_later},
    {ErrorKind::transport, Delivery::not_sent, 0, Advice::retry, Advice::retry},
    {ErrorKind::transport, Delivery::unknown, 0, Advice::look_first, Advice::retry},
    {ErrorKind::timeout, Delivery::not_sent, 0, Advice::retry, Advice::retry},
    {ErrorKind::timeout, Delivery::unknown, 0, Advice::look_first, Advice::retry},
    {ErrorKind::protocol, Delivery::unknown, 200, Advice::look_first, Advice::retry},
    {ErrorKind::decode, Delivery::unknown, 200, Advice::look_first, Advice::retry},
    {ErrorKind::tls, Delivery::not_sent, 0, Advice::give_up, Advice::give_up},
    {ErrorKind::tls, Delivery::unknown, 0, Advice::look_first, Advice::give_up},
    {ErrorKind::cancelled, Delivery::not_sent, 0, Advice::give_up, Advice::give_up},
    {ErrorKind::cancelled, Delivery::unknown, 0, Advice::look_first, Advice::give_up},
    {ErrorKind::closed, Delivery::not_sent, 0, Advice::give_up, Advice::give_up},
    {ErrorKind::closed, Delivery::unknown, 0, Advice::look_first, Advice::give_up},
};

} // namespace

BOOST_AUTO_TEST_CASE(kind_delivery_and_operation_decide)
{
    for (auto const& c : cases) BOOST_TEST_CONTEXT(c.kind << ' ' << c.delivery << ' ' << c.status)
        {
            clerk::ClerkError error;
            error.kind = c.kind;
            error.delivery = c.delivery;
            error.status = c.status;
            error.operation = "POST /v1/invitations";
            BOOST_TEST(error.advice() == c.create);
            error.operation = "GET /v1/invitations";
            BOOST_TEST(error.advice() == c.list);
            error.operation = "GET request";
            BOOST_TEST(error.advice() == c.list);
        }
}

BOOST_AUTO_TEST_CASE(advice_has_names)
{
    std::ostringstream out;
    out << Advice::retry << Advice::retry_later << Advice::fix_request << Advice::look_first << Advice::give_up;
    BOOST_TEST(out.str() == "retryretry_laterfix_requestlook_firstgive_up");
    BOOST_TEST(to_string(static_cast<Advice>(5)) == "unknown");
}

BOOST_AUTO_TEST_SUITE_END()
