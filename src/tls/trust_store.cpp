#include "tls/trust_store.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <new>
#include <stdexcept>
#include <string>
#include <system_error>

namespace clerk::detail {

namespace {

void add_ca_file(SSL_CTX* context, std::string const& path)
{
    if (SSL_CTX_load_verify_file(context, path.c_str()) == 1) return;
    ERR_clear_error();
    throw std::invalid_argument{"tls.ca_file: cannot be read, or contains no PEM certificate"};
}

void add_ca_pem(SSL_CTX* context, std::string const& pem)
{
    BioPtr const text{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
    if (!text) throw std::bad_alloc{};
    auto* const store = SSL_CTX_get_cert_store(context);
    int count = 0;
    while (X509Ptr const certificate{PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr)})
    {
        if (X509_STORE_add_cert(store, certificate.get()) != 1) break;
        ++count;
    }
    bool const at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    ERR_clear_error();
    if (count == 0) throw std::invalid_argument{"tls.ca_pem: contains no PEM certificate"};
    if (!at_end) throw std::invalid_argument{"tls.ca_pem: contains an invalid certificate"};
}

/// Returns whether this is the file name of a certificate or CRL in a directory of OpenSSL: `a94d09e5.0`.
bool is_hashed_name(std::string_view name) noexcept
{
    constexpr std::size_t digits = 8;
    return name.size() > digits + 1 && name[digits] == '.' &&
           name.substr(0, digits).find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool has_certificates(std::string const& directory)
{
    std::error_code ec;
    for (std::filesystem::directory_iterator entry{directory, ec}, last; !ec && entry != last; entry.increment(ec))
        if (is_hashed_name(entry->path().filename().native())) return true;
    return false;
}

/// Returns whether OpenSSL's default directories contain certificates. OpenSSL loads them one by one, when it needs them.
bool has_default_directory()
{
    char const* const named = std::getenv(X509_get_default_cert_dir_env());
    std::string_view directories{named != nullptr ? named : X509_get_default_cert_dir()};
    while (!directories.empty())
    {
        auto const end = std::min(directories.find(':'), directories.size());
        if (end > 0 && has_certificates(std::string{directories.substr(0, end)})) return true;
        directories.remove_prefix(std::min(end + 1, directories.size()));
    }
    return false;
}

/// The source of the authorities. If it has changed, they are loaded again.
struct Source
{
    std::string file;
    std::string directories;
    std::filesystem::file_time_type written{};
    std::uintmax_t size{0};

    friend bool operator==(Source const&, Source const&) = default;
};

std::string value_or_default(char const* variable, char const* otherwise)
{
    char const* const value = std::getenv(variable);
    return value != nullptr ? value : otherwise;
}

Source current_source()
{
    Source source{.file = value_or_default(X509_get_default_cert_file_env(), X509_get_default_cert_file()),
                  .directories = value_or_default(X509_get_default_cert_dir_env(), X509_get_default_cert_dir())};
    std::error_code ignored;
    source.written = std::filesystem::last_write_time(source.file, ignored);
    source.size = std::filesystem::file_size(source.file, ignored);
    return source;
}

X509StorePtr load()
{
    ERR_clear_error();
    X509StorePtr store{X509_STORE_new()};
    if (!store) throw std::bad_alloc{};
    X509_STORE_set_default_paths(store.get());
    ERR_clear_error(); // a system without authorities is reported by the handshake
    return store;
}

} // namespace

void add_authorities(SSL_CTX* context, TlsOptions const& options)
{
    bool const given = !options.ca_file.empty() || !options.ca_pem.empty();
    bool const system = options.use_system_ca.value_or(!given);
    if (!given && !system)
        throw std::invalid_argument{
            "tls.use_system_ca: is false, but ca_file and ca_pem are empty: no CA certificates configured"};
    if (!options.ca_file.empty()) add_ca_file(context, options.ca_file);
    if (!options.ca_pem.empty()) add_ca_pem(context, options.ca_pem);
    if (given) X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(context), X509_V_FLAG_PARTIAL_CHAIN);
    if (system && given) SSL_CTX_set_default_verify_paths(context); // the store has the given authorities, too
    if (system && !given) SSL_CTX_set1_cert_store(context, system_store().get());
}

std::string_view advice_for_empty_store(SSL_CTX const* context)
{
    auto* const store = SSL_CTX_get_cert_store(context);
    if (sk_X509_OBJECT_num(X509_STORE_get0_objects(store)) > 0 || has_default_directory()) return {};
    return "; no certificate authority could be loaded: install the system's, or set tls.ca_file, SSL_CERT_FILE or SSL_CERT_DIR";
}

X509StorePtr system_store()
{
    static std::mutex mutex;
    static Source loaded_from;
    static X509StorePtr loaded;
    auto const source = current_source();
    std::scoped_lock const lock{mutex};
    if (!loaded || source != loaded_from)
    {
        loaded = load();
        loaded_from = source;
    }
    X509_STORE_up_ref(loaded.get());
    return X509StorePtr{loaded.get()};
}

} // namespace clerk::detail
