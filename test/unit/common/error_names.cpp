#include <clerk/error.hpp>

#include <boost/test/unit_test.hpp>

#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>

using clerk::ClerkError;
using clerk::Delivery;
using clerk::ErrorKind;
using clerk::Phase;

static_assert(std::is_nothrow_move_constructible_v<ClerkError> && std::is_nothrow_move_assignable_v<ClerkError>);
static_assert(std::is_copy_constructible_v<ClerkError> && std::is_copy_assignable_v<ClerkError>);

namespace {

/// Checks the names of the enumerators from zero, and that there are no further ones.
template <class Enum, std::size_t N>
void check_names(std::string_view const (&names)[N])
{
    std::set<std::string_view> all;
    for (std::size_t i = 0; i < N; ++i)
    {
        auto const value = static_cast<Enum>(i);
        BOOST_TEST(to_string(value) == names[i]);
        BOOST_TEST(all.insert(names[i]).second);
        std::ostringstream out;
        out << value;
        BOOST_TEST(out.str() == names[i]);
    }
    BOOST_TEST(to_string(static_cast<Enum>(N)) == "unknown");
}

} // namespace

BOOST_AUTO_TEST_SUITE(common_error_names)

BOOST_AUTO_TEST_CASE(every_kind_has_a_name)
{
    check_names<ErrorKind>({"invalid_argument", "api", "rate_limited", "transport", "tls", "timeout", "cancelled", "protocol",
                            "decode", "pool_exhausted", "closed"});
}

BOOST_AUTO_TEST_CASE(every_delivery_has_a_name)
{
    check_names<Delivery>({"not_sent", "rejected", "unknown"});
}

BOOST_AUTO_TEST_CASE(every_phase_has_a_name)
{
    check_names<Phase>({"validate", "queue", "resolve", "connect", "handshake", "write", "read", "decode", "backoff"});
}

BOOST_AUTO_TEST_CASE(a_default_error_claims_nothing)
{
    ClerkError const error;
    BOOST_TEST(error.delivery == Delivery::unknown);
    BOOST_TEST((error.status == 0 && error.attempts == 0 && error.errors.empty() && error.trace_id.empty()));
    BOOST_TEST((!error.retry_after && !error.cause.failed() && error.body_excerpt.empty()));
}

BOOST_AUTO_TEST_CASE(has_code_compares_exactly)
{
    ClerkError error;
    BOOST_TEST(!error.has_code("duplicate_record"));
    BOOST_TEST(!error.has_code(""));
    error.errors.push_back({.code = "form_param_missing", .message = {}, .long_message = {}, .meta = {}});
    error.errors.push_back({.code = "duplicate_record", .message = {}, .long_message = {}, .meta = {}});
    BOOST_TEST(error.has_code("duplicate_record"));
    BOOST_TEST(error.has_code("form_param_missing"));
    for (auto const* const other : {"duplicate", "duplicate_record ", "DUPLICATE_RECORD", ""}) BOOST_TEST(!error.has_code(other));
}

BOOST_AUTO_TEST_SUITE_END()
