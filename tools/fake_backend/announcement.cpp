#include "announcement.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <sstream>
#include <string_view>

namespace clerk::tool {

namespace {

/// As a shell takes it for one word.
std::string shell_quoted(std::string_view text)
{
    std::string result = "'";
    for (char const c : text) result += c == '\'' ? std::string{"'\\''"} : std::string{c};
    return result + "'";
}

} // namespace

std::string announcement(testing::FakeBackend const& backend, std::string const& ca_file)
{
    auto const url = backend.url();
    auto const key = backend.secret_key();
    auto const ca = shell_quoted(ca_file);
    bool const tls = !ca_file.empty();
    std::ostringstream out;
    out << "A stand-in for Clerk's API. It sends no e-mail. Press Ctrl-C to stop it.\nurl      " << url << "\nkey      " << key
        << '\n';
    if (tls) out << "ca file  " << ca_file << '\n';
    out << "\nexport CLERK_API_URL=" << shell_quoted(url) << " CLERK_SECRET_KEY=" << shell_quoted(key);
    if (tls) out << " SSL_CERT_FILE=" << ca << " NODE_EXTRA_CA_CERTS=" << ca;
    out << "\n\ncurl " << (tls ? "--cacert " + ca + ' ' : std::string{}) << "-H " << shell_quoted("Authorization: Bearer " + key)
        << " -H 'Content-Type: application/json' -d '{\"email_address\":\"invite@example.com\"}' "
        << shell_quoted(url + "/v1/invitations") << '\n';
    return out.str();
}

std::string json_announcement(testing::FakeBackend const& backend, std::string const& ca_file)
{
    boost::json::object line;
    line["url"] = backend.url();
    line["secret_key"] = backend.secret_key();
    if (ca_file.empty())
        line["ca_file"] = nullptr;
    else
        line["ca_file"] = ca_file;
    return boost::json::serialize(line) + '\n';
}

} // namespace clerk::tool
