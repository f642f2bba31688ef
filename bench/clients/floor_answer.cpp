#include "clients/floor_answer.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace bench::floor {

namespace {

bool is_name(std::string_view line, std::string_view name) noexcept
{
    if (line.size() < name.size()) return false;
    for (std::size_t i = 0; i < name.size(); ++i)
        if ((line[i] | 0x20) != name[i]) return false;
    return true;
}

/// Returns the end of the string after a quotation mark.
char const* end_of_string(char const* at, char const* end) noexcept
{
    char const* const begin = at;
    while (true)
    {
        at = static_cast<char const*>(std::memchr(at, '"', static_cast<std::size_t>(end - at)));
        if (at == nullptr) return end;
        // Escaped by an odd number of backslashes.
        char const* before = at;
        while (before > begin && before[-1] == '\\') --before;
        if ((at - before) % 2 == 0) return at;
        ++at;
    }
}

/// The end of a value of any kind.
char const* end_of_value(char const* at, char const* end) noexcept
{
    int depth = 0;
    for (; at < end; ++at)
    {
        if (*at == '"')
            at = end_of_string(at + 1, end);
        else if (*at == '{' || *at == '[')
            ++depth;
        else if (*at == '}' || *at == ']')
        {
            if (depth == 0) return at;
            if (--depth == 0) return at + 1;
        }
        else if (*at == ',' && depth == 0)
            return at;
    }
    return at;
}

void write_text(std::string& out, std::string_view text)
{
    out += '"';
    while (true)
    {
        std::size_t const clean = std::min(text.find('"'), text.find('\\'));
        out += text.substr(0, clean);
        if (clean >= text.size()) break;
        (out += '\\') += text[clean];
        text.remove_prefix(clean + 1);
    }
    out += '"';
}

void take(std::string_view name, std::string_view value, Invitation& to)
{
    auto const text = [value] { return value.size() < 2 ? std::string_view{} : value.substr(1, value.size() - 2); };
    auto const number = [value](std::int64_t& out) { std::from_chars(value.data(), value.data() + value.size(), out); };
    if (name == "id")
        to.id = text();
    else if (name == "email_address")
        to.email_address = text();
    else if (name == "status")
        to.status = text();
    else if (name == "url")
        to.url = text();
    else if (name == "public_metadata")
        to.public_metadata = value;
    else if (name == "created_at")
        number(to.created_at);
    else if (name == "updated_at")
        number(to.updated_at);
    else if (name == "expires_at")
        number(to.expires_at);
    else if (name == "revoked")
        to.revoked = value == "true";
}

} // namespace

Head read_head(std::string_view bytes) noexcept
{
    Head head;
    auto const* const end = static_cast<char const*>(memmem(bytes.data(), bytes.size(), "\r\n\r\n", 4));
    if (end == nullptr || bytes.size() < 12) return head;
    head.size = static_cast<std::size_t>(end - bytes.data()) + 4;
    std::from_chars(bytes.data() + 9, bytes.data() + 12, head.status);
    for (auto const* at = bytes.data(); at < end;)
    {
        auto const* stop = static_cast<char const*>(std::memchr(at, '\r', static_cast<std::size_t>(end - at)));
        if (stop == nullptr) stop = end;
        std::string_view const line{at, static_cast<std::size_t>(stop - at)};
        if (is_name(line, "content-length:"))
            std::from_chars(line.data() + 16, stop, head.body);
        else if (is_name(line, "connection: close"))
            head.keep_alive = false;
        at = stop + 2;
    }
    return head;
}

void write_body(std::string& out)
{
    out += "{\"email_address\":";
    write_text(out, "invite@example.com");
    out += ",\"public_metadata\":";
    out += R"({"example":"metadata","example_nested":{"nested":"metadata"}})";
    out += ",\"redirect_url\":";
    write_text(out, "https://www.example.com/new");
    out += ",\"notify\":true,\"ignore_existing\":true,\"expires_in_days\":30,\"template_slug\":\"invitation\"}";
}

bool read_invitation(std::string_view body, Invitation& to)
{
    char const* at = body.data();
    char const* const end = at + body.size();
    if (at == end || *at != '{') return false;
    for (++at; at < end && *at == '"';)
    {
        char const* const name = at + 1;
        char const* const name_end = end_of_string(name, end);
        char const* const value = name_end + 2; // the quotation mark and the colon
        if (value >= end) return false;
        char const* const value_end = end_of_value(value, end);
        take({name, static_cast<std::size_t>(name_end - name)}, {value, static_cast<std::size_t>(value_end - value)}, to);
        at = value_end + 1;
    }
    return true;
}

} // namespace bench::floor
