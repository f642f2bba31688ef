#include "support/blocking_client.hpp"
#include "testing/tls/certificate_authority.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/test/unit_test.hpp>

#include <functional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

namespace {

using clerk::test::BlockingClient;
using clerk::test::HttpRequest;
using clerk::testing::CertificateAuthority;
using clerk::testing::FakeBackend;
using clerk::testing::FakeBackendOptions;

} // namespace

BOOST_AUTO_TEST_SUITE(fake_backend_options)

BOOST_AUTO_TEST_CASE(an_option_out_of_range_is_named)
{
    struct Row
    {
        std::string field;
        std::function<void(FakeBackendOptions&)> change;
    };

    std::vector<Row> const rows{
        {"address", [](auto& o) { o.address = "0.0.0.0"; }},
        {"address", [](auto& o) { o.address = "localhost"; }},
        {"certificate_names", [](auto& o) { o.certificate_names = {""}; }},
        {"certificate_names", [](auto& o) { o.certificate_names = {"a b"}; }},
        {"path_prefix", [](auto& o) { o.path_prefix = "clerk"; }},
        {"path_prefix", [](auto& o) { o.path_prefix = "/clerk/"; }},
        {"max_header_bytes", [](auto& o) { o.max_header_bytes = 255; }},
        {"max_body_bytes", [](auto& o) { o.max_body_bytes = 64 * 1024 * 1024 + 1; }},
        {"min_tls_version",
         [](auto& o) {
             o.min_tls_version = clerk::TlsVersion::tls_1_3;
             o.max_tls_version = clerk::TlsVersion::tls_1_2;
         }},
        {"certificate_chain_pem", [](auto& o) { o.ca_pem = "x"; }},
        {"certificate_chain_pem", [](auto& o) { o.ca_pem = o.certificate_chain_pem = o.private_key_pem = "x"; }},
    };
    for (auto const& row : rows) BOOST_TEST_CONTEXT(row.field)
        {
            FakeBackendOptions options;
            row.change(options);
            BOOST_CHECK_EXCEPTION(FakeBackend{options}, std::invalid_argument, [&row](std::exception const& error) {
                return std::string{error.what()}.starts_with(row.field);
            });
        }
}

BOOST_AUTO_TEST_CASE(a_malformed_secret_key_is_refused)
{
    for (auto const* key : {"", "pk_test_x", "has space"}) BOOST_TEST_CONTEXT(key)
        {
            FakeBackendOptions options;
            options.secret_key = key;
            BOOST_CHECK_THROW(FakeBackend{options}, std::invalid_argument);
        }
}

BOOST_AUTO_TEST_CASE(the_key_can_be_chosen)
{
    FakeBackendOptions options;
    options.secret_key = "sk_test_mine";
    FakeBackend backend{options};
    BOOST_TEST(backend.secret_key() == "sk_test_mine");
    BlockingClient client{backend};
    BOOST_TEST(client.create("{}").status == 401);
    HttpRequest request;
    request.authorization = "bearer sk_test_mine";
    BOOST_TEST(client.request(request).status == 400);
}

BOOST_AUTO_TEST_CASE(a_port_in_use_is_a_system_error)
{
    FakeBackend first;
    FakeBackendOptions options;
    options.port = first.port();
    BOOST_CHECK_THROW(FakeBackend{options}, std::system_error);
}

// Another process may take the port in the meantime. It does not take that of every backend.
BOOST_AUTO_TEST_CASE(the_port_of_a_stopped_backend_can_be_reused)
{
    bool reused = false;
    for (int attempt = 0; attempt < 20 && !reused; ++attempt)
    {
        FakeBackendOptions options;
        {
            FakeBackend first;
            options.port = first.port();
            BlockingClient client{first};
            BOOST_TEST(client.create("{}").status == 422);
            first.stop();
        }
        try
        {
            FakeBackend const second{options};
            BOOST_TEST(second.port() == options.port);
            BOOST_TEST(BlockingClient{second}.create("{}").status == 422);
            reused = true;
        }
        catch (std::system_error const&)
        {}
    }
    BOOST_TEST(reused);
}

BOOST_AUTO_TEST_CASE(a_callers_certificate_is_sent_with_its_chain)
{
    CertificateAuthority const root;
    clerk::testing::CertificateSpec below;
    below.common_name = "below";
    below.is_ca = true;
    auto const issued = root.intermediate(below).issue(CertificateAuthority::localhost());
    FakeBackendOptions options;
    options.certificate_chain_pem = issued.certificate + issued.chain;
    options.private_key_pem = issued.private_key;
    options.ca_pem = root.certificate();
    FakeBackend backend{options};
    BOOST_TEST(backend.client_options().tls.ca_pem == root.certificate());
    BOOST_TEST(BlockingClient{backend}.create("{}").status == 422);
}

BOOST_AUTO_TEST_SUITE_END()
