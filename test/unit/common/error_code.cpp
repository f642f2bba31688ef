#include <clerk/exception.hpp>
#include <clerk/format.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <system_error>
#include <type_traits>
#include <utility>

using clerk::ClerkError;
using clerk::ClerkException;
using clerk::ErrorKind;

static_assert(std::is_nothrow_copy_constructible_v<ClerkException>);
static_assert(std::is_convertible_v<ErrorKind, boost::system::error_code>);

BOOST_AUTO_TEST_SUITE(common_error_code)

namespace {

ClerkError duplicate()
{
    ClerkError error;
    error.kind = ErrorKind::api;
    error.status = 400;
    error.errors.push_back({.code = "duplicate_record", .message = "", .long_message = "", .meta = {}});
    return error;
}

} // namespace

BOOST_AUTO_TEST_CASE(every_kind_is_a_failure_of_category_clerk)
{
    for (auto const kind : {ErrorKind::invalid_argument, ErrorKind::api, ErrorKind::timeout, ErrorKind::closed})
    {
        boost::system::error_code const code = kind;
        BOOST_TEST(code.failed());
        BOOST_TEST(static_cast<bool>(code));
        BOOST_TEST(code.category().name() == std::string{"clerk"});
        BOOST_TEST(code.value() == static_cast<int>(kind));
        BOOST_TEST((code == kind));
        BOOST_TEST((code != boost::system::error_code{}));
    }
    BOOST_TEST(make_error_code(ErrorKind::timeout).message() == "timed out");
    BOOST_TEST(make_error_code(static_cast<ErrorKind>(1000)).message() == "failed");
    BOOST_TEST((std::error_code{make_error_code(ErrorKind::tls)}.message() == "TLS failed"));
}

BOOST_AUTO_TEST_CASE(the_error_code_is_the_kind)
{
    BOOST_TEST((duplicate().code() == ErrorKind::api));
    BOOST_TEST((duplicate().code() != ErrorKind::timeout));
}

BOOST_AUTO_TEST_CASE(an_exception_has_the_error_and_its_message)
{
    try
    {
        clerk::throw_error(duplicate());
    }
    catch (boost::system::system_error const& thrown)
    {
        BOOST_TEST((thrown.code() == ErrorKind::api));
        BOOST_TEST(thrown.what() == duplicate().message());
        auto const copy = dynamic_cast<ClerkException const&>(thrown);
        BOOST_TEST(copy.error().has_code("duplicate_record"));
    }
}

BOOST_AUTO_TEST_CASE(a_result_becomes_its_value_or_an_exception)
{
    BOOST_TEST(clerk::value_or_throw(clerk::Result<int>{7}) == 7);
    BOOST_CHECK_NO_THROW(clerk::value_or_throw(clerk::Result<void>{}));
    BOOST_CHECK_THROW(clerk::value_or_throw(clerk::Result<std::string>{std::unexpect, duplicate()}), ClerkException);
    BOOST_CHECK_THROW(clerk::value_or_throw(clerk::Result<void>{std::unexpect, duplicate()}), ClerkException);
}

#if defined(__cpp_lib_format)
BOOST_AUTO_TEST_CASE(errors_and_statuses_are_formatted)
{
    BOOST_TEST(std::format("{}", ErrorKind::timeout) == "timeout");
    BOOST_TEST(std::format("{:>10}", clerk::Delivery::not_sent) == "  not_sent");
    BOOST_TEST(std::format("{}", clerk::Phase::read) == "read");
    BOOST_TEST(std::format("{}", clerk::InvitationStatus::pending) == "pending");
    BOOST_TEST(std::format("{}", duplicate()) == duplicate().message());
}
#endif

BOOST_AUTO_TEST_SUITE_END()
