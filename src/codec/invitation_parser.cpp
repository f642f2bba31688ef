#include "codec/invitation_parser.hpp"

#include "codec/invitation_reader.hpp"

#include <string>
#include <utility>

namespace clerk::detail {

namespace {

/// Number of containers around an invitation: an object and an array.
constexpr std::size_t envelope_depth{2};

/// Parses a body of one or more invitations.
class BodyParser
{
public:
    BodyParser(std::string_view body, std::size_t max_depth) noexcept
        : body_{body}, reader_{body, max_depth + envelope_depth}, invitation_{reader_, max_depth}
    {}

    std::optional<DecodeFailure> one(Invitation& target)
    {
        if (reader_.peek() != '{') return result(refuse_value("the body is not an object"));
        return result(invitation_.read(target));
    }

    std::optional<DecodeFailure> list(std::vector<Invitation>& target)
    {
        if (reader_.peek() != '[') return result(refuse_value("the body is not an array"));
        return result(invitations(target));
    }

    std::optional<DecodeFailure> page(std::vector<Invitation>& target, std::optional<std::int64_t>& total_count)
    {
        char const first = reader_.peek();
        if (first == '[') return result(invitations(target));
        if (first != '{') return result(refuse_value("the body is neither an object nor an array"));
        bool has_data = false;
        bool const ok = reader_.object([&](std::string_view key) {
            if (key == "data") return data(std::exchange(has_data, true), target);
            if (key == "total_count") return total(total_count);
            return reader_.skip();
        });
        return result(ok && (has_data || refuse("missing field `data`")));
    }

private:
    bool invitations(std::vector<Invitation>& target)
    {
        return reader_.array([&] {
            if (reader_.peek() != '{')
                return refuse_value("entry " + std::to_string(target.size() + 1) + " of the list is not an object");
            if (invitation_.read(target.emplace_back())) return true;
            if (auto const& why = invitation_.failure(); !why.empty())
                failure_ = "invitation " + std::to_string(target.size()) + " of the list: " + why;
            return false;
        });
    }

    bool data(bool twice, std::vector<Invitation>& target)
    {
        if (twice) return refuse("field `data` occurs twice");
        if (reader_.peek() != '[') return refuse_value("field `data` is not an array");
        return invitations(target);
    }

    bool total(std::optional<std::int64_t>& count)
    {
        if (count) return refuse("field `total_count` occurs twice");
        constexpr std::string_view no_integer{"field `total_count` is not an integer"};
        char const first = reader_.peek();
        if (first != '-' && (first < '0' || first > '9')) return refuse_value(no_integer);
        JsonNumber number;
        if (!reader_.number(number)) return false;
        if (number.kind != JsonNumber::Kind::integer) return refuse(no_integer);
        if (number.integer < 0) return refuse("field `total_count` is negative");
        count = number.integer;
        return true;
    }

    bool refuse(std::string_view why)
    {
        failure_ = why;
        return false;
    }

    /// Refuses the next value, unless its own text is malformed.
    bool refuse_value(std::string_view why)
    {
        char const first = reader_.peek();
        return (first == '{' || first == '[' || reader_.skip()) && refuse(why);
    }

    std::optional<DecodeFailure> result(bool ok)
    {
        if (!ok) return DecodeFailure{explain()};
        if (reader_.at_end()) return std::nullopt;
        return DecodeFailure{"the body contains data after its JSON at byte " + std::to_string(reader_.position())};
    }

    std::string explain() const
    {
        if (body_.empty()) return "the body is empty";
        if (!failure_.empty()) return failure_;
        if (!invitation_.failure().empty()) return invitation_.failure();
        if (reader_.error() == JsonReadError::incomplete) return "the body ends inside its JSON";
        if (reader_.error() == JsonReadError::too_deep) return "the body nests deeper than max_json_depth";
        return "the body is not valid JSON at byte " + std::to_string(reader_.position());
    }

    std::string_view body_;
    JsonReader reader_;
    InvitationReader invitation_;
    std::string failure_;
};

} // namespace

std::optional<DecodeFailure> decode_invitation(std::string_view body, std::size_t max_depth, Invitation& target)
{
    return BodyParser{body, max_depth}.one(target);
}

std::expected<std::vector<Invitation>, DecodeFailure> decode_invitations(std::string_view body, std::size_t max_depth)
{
    std::vector<Invitation> invitations;
    if (auto failure = BodyParser{body, max_depth}.list(invitations)) return std::unexpected{std::move(*failure)};
    return invitations;
}

std::expected<InvitationPage, DecodeFailure> decode_invitation_page(std::string_view body, std::size_t max_depth,
                                                                    std::int64_t offset)
{
    InvitationPage page;
    std::optional<std::int64_t> total_count;
    if (auto failure = BodyParser{body, max_depth}.page(page.data, total_count)) return std::unexpected{std::move(*failure)};
    page.total_known = total_count.has_value();
    page.total_count = total_count.value_or(offset + static_cast<std::int64_t>(page.data.size()));
    return page;
}

} // namespace clerk::detail
