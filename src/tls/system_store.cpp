#include "tls/system_store.hpp"

#include <openssl/err.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <new>
#include <string>
#include <system_error>

namespace clerk::detail {

namespace {

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
