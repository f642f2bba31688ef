#include "testing/tls/certificate_authority.hpp"

#include <clerk/client.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

#include <unistd.h>

namespace {

/// Returns the refusal of the options by a client. Empty if they are accepted.
std::string refusal(clerk::TlsOptions const& tls)
{
    clerk::ClientOptions options;
    options.secret_key = "sk_test_trusting";
    options.tls = tls;
    boost::asio::io_context context;
    try
    {
        clerk::Client const client{context.get_executor(), options};
        return {};
    }
    catch (std::invalid_argument const& refused)
    {
        return refused.what();
    }
}

std::string refusal_of_pem(std::string const& pem)
{
    clerk::TlsOptions tls;
    tls.ca_pem = pem;
    return refusal(tls);
}

std::string refusal_of_file(std::string const& path)
{
    clerk::TlsOptions tls;
    tls.ca_file = path;
    return refusal(tls);
}

/// A file that exists as long as this object.
class PemFile
{
public:
    explicit PemFile(std::string_view content) : path_{std::filesystem::temp_directory_path() / "clerk-tls-options-XXXXXX"}
    {
        int const file = ::mkstemp(path_.data());
        BOOST_TEST_REQUIRE(file >= 0);
        ::close(file);
        std::ofstream{path_} << content;
    }

    PemFile(PemFile const&) = delete;
    PemFile& operator=(PemFile const&) = delete;

    ~PemFile() { ::unlink(path_.c_str()); }

    [[nodiscard]] std::string const& path() const noexcept { return path_; }

private:
    std::string path_;
};

std::string const& good_pem()
{
    static clerk::testing::CertificateAuthority const authority;
    return authority.certificate();
}

constexpr std::string_view broken_pem{"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"};

constexpr std::string_view no_pem{"tls.ca_pem: contains no PEM certificate"};
constexpr std::string_view unreadable_pem{"tls.ca_pem: contains an invalid certificate"};
constexpr std::string_view unusable_file{"tls.ca_file: cannot be read, or contains no PEM certificate"};

} // namespace

BOOST_AUTO_TEST_SUITE(api_tls_options)

BOOST_AUTO_TEST_CASE(text_between_pem_certificates_is_ignored)
{
    BOOST_TEST(refusal_of_pem(good_pem()) == "");
    BOOST_TEST(refusal_of_pem("# one\n" + good_pem() + "# the same once more\n" + good_pem() + "# the end\n") == "");
}

BOOST_AUTO_TEST_CASE(a_text_without_a_certificate_is_refused)
{
    BOOST_TEST(refusal_of_pem("\n") == no_pem);
    BOOST_TEST(refusal_of_pem("/etc/ssl/certs/ca-certificates.crt") == no_pem);
    BOOST_TEST(refusal_of_pem(std::string{broken_pem}) == no_pem);
    BOOST_TEST(refusal_of_pem("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n") == no_pem);
}

BOOST_AUTO_TEST_CASE(an_invalid_second_certificate_is_refused)
{
    BOOST_TEST(refusal_of_pem(good_pem() + std::string{broken_pem}) == unreadable_pem);
    BOOST_TEST(refusal_of_pem(good_pem() + std::string{broken_pem} + good_pem()) == unreadable_pem);
    BOOST_TEST(refusal_of_pem(good_pem() + good_pem().substr(0, good_pem().size() / 2)) == unreadable_pem);
}

BOOST_AUTO_TEST_CASE(a_file_of_certificates_is_accepted)
{
    PemFile const file{good_pem()};
    BOOST_TEST(refusal_of_file(file.path()) == "");
}

BOOST_AUTO_TEST_CASE(a_file_without_certificates_is_refused)
{
    PemFile const empty{""};
    PemFile const other{"no certificate\n"};
    BOOST_TEST(refusal_of_file("/nonexistent/ca.pem") == unusable_file);
    BOOST_TEST(refusal_of_file("/") == unusable_file);
    BOOST_TEST(refusal_of_file(empty.path()) == unusable_file);
    BOOST_TEST(refusal_of_file(other.path()) == unusable_file);
}

BOOST_AUTO_TEST_CASE(one_invalid_ca_source_is_refused)
{
    clerk::TlsOptions tls;
    tls.ca_pem = good_pem();
    tls.ca_file = "/nonexistent/ca.pem";
    BOOST_TEST(refusal(tls) == unusable_file);
    PemFile const file{good_pem()};
    tls.ca_file = file.path();
    BOOST_TEST(refusal(tls) == "");
    tls.ca_pem = "none";
    BOOST_TEST(refusal(tls) == no_pem);
}

BOOST_AUTO_TEST_CASE(a_client_without_any_ca_is_refused)
{
    clerk::TlsOptions tls;
    tls.use_system_ca = false;
    BOOST_TEST(refusal(tls).starts_with("tls.use_system_ca: "));
    tls.ca_pem = good_pem();
    BOOST_TEST(refusal(tls) == "");
    tls.use_system_ca = true;
    tls.ca_pem.clear();
    BOOST_TEST(refusal(tls) == "");
}

BOOST_AUTO_TEST_SUITE_END()
