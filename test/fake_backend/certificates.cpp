#include "portable/openssl_deleter.hpp"
#include "testing/tls/certificate_authority.hpp"

#include <boost/test/unit_test.hpp>

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <chrono>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using clerk::testing::CertificateAuthority;
using clerk::testing::CertificateSpec;
using clerk::testing::IssuedCertificate;
using namespace std::chrono_literals;
using namespace std::string_literals;

using clerk::detail::OpensslDeleter;
using Certificate = std::unique_ptr<X509, OpensslDeleter<&X509_free>>;

void free_stack(STACK_OF(X509) * stack)
{
    sk_X509_pop_free(stack, X509_free);
}

std::vector<Certificate> read_all(std::string const& pem)
{
    std::unique_ptr<BIO, OpensslDeleter<&BIO_free>> const bio{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
    std::vector<Certificate> all;
    while (X509* const certificate = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)) all.emplace_back(certificate);
    return all;
}

/// Returns the result of OpenSSL's verification as the certificate of a TLS server.
int verify(IssuedCertificate const& issued, std::string const& trusted, std::string const& host = "localhost")
{
    std::unique_ptr<X509_STORE, OpensslDeleter<&X509_STORE_free>> const store{X509_STORE_new()};
    for (auto const& root : read_all(trusted)) X509_STORE_add_cert(store.get(), root.get());
    std::unique_ptr<STACK_OF(X509), OpensslDeleter<&free_stack>> const between{sk_X509_new_null()};
    for (auto& certificate : read_all(issued.chain)) sk_X509_push(between.get(), certificate.release());
    auto const leaf = std::move(read_all(issued.certificate).at(0));

    std::unique_ptr<X509_STORE_CTX, OpensslDeleter<&X509_STORE_CTX_free>> const context{X509_STORE_CTX_new()};
    X509_STORE_CTX_init(context.get(), store.get(), leaf.get(), between.get());
    X509_STORE_CTX_set_default(context.get(), "ssl_server");
    X509_VERIFY_PARAM_set1_host(X509_STORE_CTX_get0_param(context.get()), host.data(), host.size());
    X509_verify_cert(context.get());
    return X509_STORE_CTX_get_error(context.get());
}

template <class Change>
CertificateSpec localhost_but(Change change)
{
    auto spec = CertificateAuthority::localhost();
    change(spec);
    return spec;
}

} // namespace

BOOST_AUTO_TEST_SUITE(fake_backend_certificates)

BOOST_AUTO_TEST_CASE(each_certificate_has_the_requested_fault)
{
    struct Row
    {
        std::string name;
        std::function<void(CertificateSpec&)> change;
        int error;
    };

    std::vector<Row> const rows{
        {"good", [](auto&) {}, X509_V_OK},
        {"good RSA", [](auto& s) { s.rsa_bits = 2048; }, X509_V_OK},
        {"good wildcard", [](auto& s) { s.dns_names = {"localhost", "*.example.com"}; }, X509_V_OK},
        {"expired", [](auto& s) { s.not_after = -1s; }, X509_V_ERR_CERT_HAS_EXPIRED},
        {"from tomorrow", [](auto& s) { s.not_before = 24h; }, X509_V_ERR_CERT_NOT_YET_VALID},
        {"another host", [](auto& s) { s.dns_names = {"example.com"}; }, X509_V_ERR_HOSTNAME_MISMATCH},
        {"a NUL in the name", [](auto& s) { s.dns_names = {"localhost\0.example.com"s}; }, X509_V_ERR_HOSTNAME_MISMATCH},
        {"for clients", [](auto& s) { s.extended_key_usage = "clientAuth"; }, X509_V_ERR_INVALID_PURPOSE},
        {"for signing certificates", [](auto& s) { s.key_usage = "critical,keyCertSign"; }, X509_V_ERR_INVALID_PURPOSE},
        {"no usage at all", [](auto& s) { s.key_usage = s.extended_key_usage = "none"; }, X509_V_OK},
        {"signed by itself", [](auto& s) { s.self_signed = true; }, X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT},
        {"weak key", [](auto& s) { s.rsa_bits = 512; }, X509_V_OK}, // for the security level of a TLS context to judge
    };
    CertificateAuthority const root;
    for (auto const& row : rows) BOOST_TEST_CONTEXT(row.name)
        {
            auto const issued = root.issue(localhost_but(row.change));
            BOOST_TEST(issued.chain.empty());
            BOOST_TEST(issued.private_key.find("PRIVATE KEY") != std::string::npos);
            BOOST_TEST(verify(issued, root.certificate()) == row.error);
        }
}

BOOST_AUTO_TEST_CASE(roots_do_not_trust_each_other)
{
    CertificateAuthority const root;
    CertificateAuthority const other;
    auto const issued = root.issue(CertificateAuthority::localhost());
    BOOST_TEST(verify(issued, other.certificate()) != X509_V_OK);
}

BOOST_AUTO_TEST_CASE(a_chain_leads_to_the_root)
{
    CertificateSpec authority;
    authority.is_ca = true;
    authority.common_name = "first";
    CertificateAuthority const root;
    auto const first = root.intermediate(authority);
    authority.common_name = "second";
    auto const second = first.intermediate(authority);
    auto issued = second.issue(CertificateAuthority::localhost());
    BOOST_TEST(read_all(issued.chain).size() == 2u);
    BOOST_TEST(issued.chain == second.certificate() + first.certificate());
    BOOST_TEST(verify(issued, root.certificate()) == X509_V_OK);
    issued.chain = second.certificate();
    BOOST_TEST(verify(issued, root.certificate()) == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY);
}

BOOST_AUTO_TEST_CASE(an_issuer_must_be_a_ca)
{
    CertificateSpec impostor;
    impostor.common_name = "impostor";
    CertificateAuthority const root;
    auto const issued = root.intermediate(impostor).issue(CertificateAuthority::localhost());
    BOOST_TEST(verify(issued, root.certificate()) == X509_V_ERR_INVALID_CA);
}

BOOST_AUTO_TEST_CASE(unreadable_pem_throws)
{
    CertificateAuthority const root;
    BOOST_CHECK_THROW((void)root.issue(localhost_but([](auto& s) { s.ip_addresses = {"nowhere"}; })), std::runtime_error);
    BOOST_CHECK_THROW((void)root.issue(localhost_but([](auto& s) { s.key_usage = "nonsense"; })), std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()
