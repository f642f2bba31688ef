#include "unit/net/steps.hpp"
#include "unit/tls/impostors.hpp"

#include <boost/asio/ssl/context.hpp>
#include <boost/test/unit_test.hpp>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include <unistd.h>

using clerk::TlsOptions;
using clerk::detail::BioPtr;
using clerk::detail::TlsContext;
using clerk::test::Impostors;
using clerk::test::Step;
using clerk::test::TlsPair;
using clerk::test::TlsServer;

namespace asio = boost::asio;

namespace {

struct Hook
{
    char const* name;
    /// Sets a callback that accepts everything, or a parameter that disables a check.
    void (*install)(SSL_CTX* context, X509_STORE* store);
};

void add_lookup_method(SSL_CTX*, X509_STORE* store)
{
    static auto* const method = [] {
        auto* const made = X509_LOOKUP_meth_new("other root");
        X509_LOOKUP_meth_set_get_by_subject(
            made, [](X509_LOOKUP*, X509_LOOKUP_TYPE type, X509_NAME const*, X509_OBJECT* found) -> int {
                auto* const root = Impostors::get().other_root();
                if (type != X509_LU_X509 || X509_OBJECT_set1_X509(found, root) != 1) return 0;
                X509_free(root); // OpenSSL adds a reference for the caller and never releases this one
                return 1;
            });
        return made;
    }();
    X509_STORE_add_lookup(store, method);
}

void accept_by_issuer(SSL_CTX*, X509_STORE* store)
{
    X509_STORE_set_get_issuer(store, [](X509** issuer, X509_STORE_CTX*, X509*) -> int {
        *issuer = Impostors::get().other_root();
        return X509_up_ref(*issuer);
    });
}

// Changes the session itself while its handshake runs.
void relax_each_session(SSL_CTX* context, X509_STORE*)
{
    SSL_CTX_set_info_callback(context, [](SSL const* session, int, int) {
        auto* const ssl = const_cast<SSL*>(session);
        SSL_set_verify(ssl, SSL_VERIFY_NONE, [](auto...) { return 1; });
        SSL_set1_host(ssl, nullptr);
        SSL_set_security_level(ssl, 0);
    });
}

void relax_parameters(SSL_CTX* context, X509_STORE* store)
{
    for (auto* const parameters : {SSL_CTX_get0_param(context), X509_STORE_get0_param(store)})
    {
        X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_NO_CHECK_TIME);
        X509_VERIFY_PARAM_set_auth_level(parameters, 0);
    }
}

constexpr Hook hooks[]{
    {"SSL_CTX_set_verify",
     [](SSL_CTX* context, X509_STORE*) { SSL_CTX_set_verify(context, SSL_VERIFY_NONE, [](auto...) { return 1; }); }},
    {"SSL_set_verify", relax_each_session},
    {"SSL_CTX_set_cert_verify_callback",
     [](SSL_CTX* context, X509_STORE*) { SSL_CTX_set_cert_verify_callback(context, [](auto...) { return 1; }, nullptr); }},
    {"SSL_CTX_set_security_callback",
     [](SSL_CTX* context, X509_STORE*) { SSL_CTX_set_security_callback(context, [](auto...) { return 1; }); }},
    {"X509_STORE_set_verify", [](SSL_CTX*, X509_STORE* store) { X509_STORE_set_verify(store, [](auto...) { return 1; }); }},
    {"X509_STORE_set_verify_cb",
     [](SSL_CTX*, X509_STORE* store) {
         X509_STORE_set_verify_cb(store, [](int, X509_STORE_CTX* verification) {
             X509_STORE_CTX_set_error(verification, X509_V_OK);
             return 1;
         });
     }},
    {"X509_STORE_set_get_issuer", accept_by_issuer},
    {"X509_STORE_set_check_issued",
     [](SSL_CTX*, X509_STORE* store) { X509_STORE_set_check_issued(store, [](auto...) { return 1; }); }},
    {"X509_STORE_set_check_revocation",
     [](SSL_CTX*, X509_STORE* store) { X509_STORE_set_check_revocation(store, [](auto...) { return 1; }); }},
    {"X509_STORE_set_check_crl", [](SSL_CTX*, X509_STORE* store) { X509_STORE_set_check_crl(store, [](auto...) { return 1; }); }},
    {"X509_STORE_set_cert_crl", [](SSL_CTX*, X509_STORE* store) { X509_STORE_set_cert_crl(store, [](auto...) { return 1; }); }},
    {"X509_STORE_set_check_policy",
     [](SSL_CTX*, X509_STORE* store) { X509_STORE_set_check_policy(store, [](auto...) { return 1; }); }},
    {"X509_STORE_add_lookup", add_lookup_method},
    {"X509_VERIFY_PARAM", relax_parameters},
};

/// A caller's context that trusts the root and checks revocation.
TlsOptions options_with(std::initializer_list<Hook const*> installed, bool trusts_root = true)
{
    TlsOptions options;
    options.context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
    auto* const context = options.context->native_handle();
    auto* const store = SSL_CTX_get_cert_store(context);
    if (trusts_root)
    {
        X509_STORE_add_cert(store, Impostors::get().root());
        X509_STORE_add_crl(store, Impostors::get().crl());
        X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK);
    }
    for (auto const* hook : installed) hook->install(context, store);
    return options;
}

Step handshake(TlsOptions const& options, TlsServer const& server)
{
    TlsContext const context{options, "localhost", false};
    TlsPair pair{context, server};
    auto const step = pair.shake_hands();
    if (step == Step::failed) BOOST_TEST(pair.client.failure().kind == clerk::ErrorKind::tls);
    ERR_clear_error();
    return step;
}

} // namespace

BOOST_AUTO_TEST_SUITE(tls_hooks)

BOOST_AUTO_TEST_CASE(no_hook_of_the_callers_context_disables_verification)
{
    for (auto const& first : hooks)
        for (auto const* second = &first; second != std::end(hooks); ++second)
            for (auto const& impostor : Impostors::get().servers)
            {
                BOOST_TEST_CONTEXT(first.name << " and " << second->name << ": " << impostor.fault)
                BOOST_TEST(handshake(options_with({&first, second}), impostor.server) == Step::failed);
            }
}

BOOST_AUTO_TEST_CASE(the_authentic_server_passes_with_each_hook)
{
    for (auto const& hook : hooks)
    {
        // Without the callback, some hooks make OpenSSL's own verification fail.
        BOOST_TEST_CONTEXT(hook.name)
        BOOST_TEST(handshake(options_with({&hook, &hooks[2]}), Impostors::get().authentic) == Step::ready);
    }
    BOOST_TEST(handshake(options_with({}), Impostors::get().authentic) == Step::ready);
}

// The store loads certificates of a directory during verification only; another callback may skip that.
BOOST_AUTO_TEST_CASE(certificates_in_a_folder_are_trusted)
{
    auto const folder = std::filesystem::temp_directory_path() / ("clerk-ca-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    auto* const root = Impostors::get().root();
    std::array<char, 16> name{};
    std::snprintf(name.data(), name.size(), "%08lx.0", X509_NAME_hash_ex(X509_get_subject_name(root), nullptr, nullptr, nullptr));
    {
        BioPtr const file{BIO_new_file((folder / name.data()).c_str(), "w")};
        BOOST_TEST_REQUIRE(PEM_write_bio_X509(file.get(), root) == 1);
    }
    for (bool const verified_before : {true, false})
    {
        auto const options = verified_before ? options_with({}, false) : options_with({&hooks[2]}, false);
        options.context->add_verify_path(folder.string());
        BOOST_TEST(handshake(options, Impostors::get().authentic) == Step::ready);
        BOOST_TEST(handshake(options, Impostors::get().servers[4].server) == Step::failed);
    }
    std::filesystem::remove_all(folder);
}

BOOST_AUTO_TEST_SUITE_END()
