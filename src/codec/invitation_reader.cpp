#include "codec/invitation_reader.hpp"

#include <bit>
#include <chrono>

namespace clerk::detail {

// Inlines the functions for each field, but not those for errors and unknown fields.
[[gnu::flatten]] bool InvitationReader::read(Invitation& target)
{
    target_ = &target;
    seen_ = 0;
    extra_.reset();
    std::size_t const outer_depth = reader_.limit_depth(max_depth_);
    bool const ok = reader_.object([this](std::string_view key) { return member(key); });
    reader_.limit_depth(outer_depth);
    return ok ? finish() : explain_depth();
}

bool InvitationReader::explain_depth()
{
    if (reader_.error() == JsonReadError::too_deep)
        failure_.assign("the invitation nests deeper than max_json_depth (").append(std::to_string(max_depth_)).append(")");
    return false;
}

bool InvitationReader::member(std::string_view key)
{
    field_ = field_of(key);
    if (field_ == Field::unknown) return unknown_member(key);
    if ((seen_ & bit_of(field_)) != 0) return refuse(" occurs twice");
    seen_ |= bit_of(field_);
    switch (field_)
    {
    case Field::public_metadata:
        return metadata();
    case Field::revoked:
        return boolean();
    case Field::expires_at:
    case Field::created_at:
    case Field::updated_at:
        return timestamp();
    default:
        return text();
    }
}

bool InvitationReader::unknown_member(std::string_view key)
{
    if (!extra_) extra_.emplace().start();
    return built(extra_->member(key, reader_), *extra_);
}

bool InvitationReader::text()
{
    char const first = reader_.peek();
    if (first != '"') return other_value(first);
    std::string_view const text = reader_.string();
    if (text.data() == nullptr) return false;
    switch (field_)
    {
    case Field::id:
        if (text.empty()) return refuse(" is empty");
        target_->id.assign(text);
        break;
    case Field::email_address:
        target_->email_address.assign(text);
        break;
    case Field::status:
        target_->status = InvitationStatus{text};
        break;
    case Field::url:
        target_->url.emplace(text);
        break;
    default:
        if (text != "invitation") return refuse(" is not `invitation`");
        break;
    }
    return true;
}

bool InvitationReader::metadata()
{
    char const first = reader_.peek();
    if (first != '{') return other_value(first);
    metadata_.start();
    if (!built(metadata_.members(reader_), metadata_)) return false;
    return metadata_.finish_object(target_->public_metadata) || refuse(" contains a duplicate key");
}

bool InvitationReader::boolean()
{
    char const first = reader_.peek();
    if (first != 't' && first != 'f') return other_value(first);
    target_->revoked = first == 't';
    return reader_.literal(target_->revoked ? "true" : "false");
}

bool InvitationReader::timestamp()
{
    char const first = reader_.peek();
    if (first == '"' || first > '9') return other_value(first);
    JsonNumber number;
    if (!reader_.number(number)) return false;
    if (number.kind != JsonNumber::Kind::integer)
        return number.text.find_first_of(".eE") == std::string_view::npos ? refuse(" is out of range") : refuse_type();
    Timestamp const moment{std::chrono::milliseconds{number.integer}};
    if (field_ == Field::created_at)
        target_->created_at = moment;
    else if (field_ == Field::updated_at)
        target_->updated_at = moment;
    else
        target_->expires_at = moment;
    return true;
}

/// Reads a value of another type than the field's.
bool InvitationReader::other_value(char first)
{
    if (first == 'n') return reader_.literal("null") && (is_nullable(field_) || refuse_type());
    bool const container = first == '{' || first == '[';
    return (container || reader_.skip()) && refuse_type();
}

bool InvitationReader::finish()
{
    if (unsigned const missing = required_fields & ~seen_; missing != 0)
    {
        auto const first = static_cast<Field>(std::countr_zero(missing));
        failure_.assign("missing field `").append(text_of(first).name).append("`");
        return false;
    }
    if (!extra_ || extra_->finish_object(target_->extra)) return true;
    failure_ = "an unknown field occurs twice, or contains a duplicate key";
    return false;
}

/// Refuses the field if it contains a number that is out of range.
bool InvitationReader::built(bool ok, ValueBuilder const& builder)
{
    if (builder.out_of_range()) return refuse(" contains a number that is out of the range of a double");
    return ok;
}

bool InvitationReader::refuse(std::string_view what)
{
    if (field_ == Field::unknown)
        failure_ = "an unknown field";
    else
        failure_.assign("field `").append(text_of(field_).name).append("`");
    failure_.append(what);
    return false;
}

bool InvitationReader::refuse_type()
{
    return refuse(std::string{" is not "}.append(text_of(field_).type));
}

} // namespace clerk::detail
