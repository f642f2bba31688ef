#include "tls/trust_store.hpp"
#include "support/environment.hpp"
#include "tls/tls_context.hpp"

#include <clerk/testing/fake_backend.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>

using namespace clerk::detail;
using namespace std::chrono_literals;
using clerk::test::Environment;
namespace fs = std::filesystem;

BOOST_AUTO_TEST_SUITE(tls_trust_store)

namespace {

struct Folder
{
    fs::path path = fs::temp_directory_path() / ("clerk_system_store_" + std::to_string(::getpid()));

    Folder() { fs::create_directory(path); }

    ~Folder() { fs::remove_all(path); }
};

int count(X509StorePtr const& store)
{
    return sk_X509_OBJECT_num(X509_STORE_get0_objects(store.get()));
}

} // namespace

BOOST_AUTO_TEST_CASE(all_clients_share_one_store_until_its_source_changes)
{
    clerk::testing::FakeBackend const one;
    clerk::testing::FakeBackend const other;
    Folder const folder;
    auto const file = (folder.path / "ca.pem").string();
    std::ofstream{file} << one.ca_pem();
    Environment const cert_file{"SSL_CERT_FILE", file.c_str()};
    Environment const cert_dir{"SSL_CERT_DIR", folder.path.c_str()};
    auto const first = system_store();
    BOOST_TEST(count(first) == 1);
    BOOST_TEST((system_store() == first));
    std::ofstream{file, std::ios::app} << other.ca_pem();
    auto const second = system_store();
    BOOST_TEST((second != first));
    BOOST_TEST(count(second) == 2);
    BOOST_TEST(count(first) == 1); // of clients that exist
    fs::last_write_time(file, fs::last_write_time(file) + 1h);
    BOOST_TEST((system_store() != second));
    fs::remove(file);
    BOOST_TEST(count(system_store()) == 0);
}

BOOST_AUTO_TEST_CASE(given_authorities_are_not_added_to_the_shared_store)
{
    clerk::testing::FakeBackend const backend;
    auto const before = count(system_store());
    clerk::TlsOptions options;
    options.ca_pem = backend.ca_pem();
    options.use_system_ca = true;
    TlsContext const context{options, "localhost", false};
    BOOST_TEST(count(system_store()) == before);
}

BOOST_AUTO_TEST_SUITE_END()
