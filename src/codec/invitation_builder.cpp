#include "codec/invitation_builder.hpp"

#include <bit>
#include <chrono>
#include <utility>

namespace clerk::detail {

namespace {

bool is_integer(std::string_view number) noexcept
{
    return number.find_first_of(".eE") == std::string_view::npos;
}

} // namespace

std::string_view ChunkedText::join_parts(std::string_view rest)
{
    whole_.assign(parts_).append(rest);
    parts_.clear();
    return whole_;
}

void InvitationBuilder::begin(Invitation& target) noexcept
{
    target_ = &target;
    seen_ = 0;
    unknown_ = 0;
    depth_ = 0;
    sink_ = nullptr;
    extra_.start();
}

bool InvitationBuilder::key_part(std::string_view part)
{
    if (depth_ > 0)
        sink_->text_part(part);
    else
        text_.add(part);
    return true;
}

bool InvitationBuilder::key(std::string_view rest)
{
    if (depth_ > 0)
    {
        sink_->key(rest);
        return true;
    }
    std::string_view const key = text_.join(rest);
    field_ = field_of(key);
    if (field_ == Field::unknown)
    {
        ++unknown_;
        sink_ = &extra_;
        extra_.key(key);
        return true;
    }
    sink_ = nullptr;
    if ((seen_ & bit_of(field_)) != 0) return refuse(" occurs twice");
    seen_ |= bit_of(field_);
    return true;
}

bool InvitationBuilder::string_part(std::string_view part)
{
    if (sink_ != nullptr)
        sink_->text_part(part);
    else
        text_.add(part);
    return true;
}

bool InvitationBuilder::string(std::string_view rest)
{
    if (sink_ != nullptr)
    {
        sink_->string(rest);
        return true;
    }
    std::string_view const text = text_.join(rest);
    switch (field_)
    {
    case Field::object:
        if (text != "invitation") return refuse(" is not `invitation`");
        break;
    case Field::id:
        if (text.empty()) return refuse(" is empty");
        target_->id = std::string{text};
        break;
    case Field::email_address:
        target_->email_address = std::string{text};
        break;
    case Field::status:
        target_->status = InvitationStatus{text};
        break;
    case Field::url:
        target_->url.emplace(text);
        break;
    default:
        return refuse_type();
    }
    return true;
}

bool InvitationBuilder::integer(std::int64_t number, std::string_view text)
{
    if (sink_ == nullptr) return set_timestamp(number);
    sink_->integer(number, text);
    return true;
}

bool InvitationBuilder::integer(std::uint64_t number)
{
    if (sink_ == nullptr)
    {
        // The parser may report a number as unsigned although it fits a signed one.
        if (std::in_range<std::int64_t>(number)) return set_timestamp(static_cast<std::int64_t>(number));
        return is_timestamp(field_) ? refuse(" is out of range") : refuse_type();
    }
    sink_->integer(number);
    return true;
}

bool InvitationBuilder::real(double approximate, std::string_view text)
{
    if (sink_ != nullptr)
        return sink_->real(approximate, text) || refuse(" contains a number that is out of the range of a double");
    return is_timestamp(field_) && is_integer(text) ? refuse(" is out of range") : refuse_type();
}

bool InvitationBuilder::set_timestamp(std::int64_t milliseconds)
{
    Timestamp const moment{std::chrono::milliseconds{milliseconds}};
    if (field_ == Field::created_at)
        target_->created_at = moment;
    else if (field_ == Field::updated_at)
        target_->updated_at = moment;
    else if (field_ == Field::expires_at)
        target_->expires_at = moment;
    else
        return refuse_type();
    return true;
}

bool InvitationBuilder::boolean(bool value)
{
    if (sink_ != nullptr)
        sink_->boolean(value);
    else if (field_ == Field::revoked)
        target_->revoked = value;
    else
        return refuse_type();
    return true;
}

bool InvitationBuilder::null()
{
    if (sink_ != nullptr)
    {
        sink_->null();
        return true;
    }
    return is_nullable(field_) || refuse_type();
}

bool InvitationBuilder::nest()
{
    ++depth_;
    if (depth_ < max_depth_) return true;
    failure_.assign("the invitation nests deeper than max_json_depth (").append(std::to_string(max_depth_)).append(")");
    return false;
}

bool InvitationBuilder::object_begin()
{
    if (sink_ == nullptr)
    {
        if (field_ != Field::public_metadata) return refuse_type();
        metadata_.start();
        sink_ = &metadata_;
    }
    return nest();
}

bool InvitationBuilder::object_end(std::size_t members)
{
    if (depth_ == 0) return finish();
    if (--depth_ > 0 || field_ != Field::public_metadata)
    {
        sink_->object_end(members);
        return true;
    }
    auto metadata = metadata_.finish(members);
    if (!metadata) return refuse(" contains a duplicate key");
    target_->public_metadata = std::move(*metadata);
    return true;
}

bool InvitationBuilder::array_begin()
{
    return sink_ != nullptr ? nest() : refuse_type();
}

bool InvitationBuilder::array_end(std::size_t elements)
{
    --depth_;
    sink_->array_end(elements);
    return true;
}

bool InvitationBuilder::finish()
{
    if (unsigned const missing = required_fields & ~seen_; missing != 0)
    {
        auto const first = static_cast<Field>(std::countr_zero(missing));
        failure_.assign("missing field `").append(text_of(first).name).append("`");
        return false;
    }
    if (unknown_ > 0)
    {
        auto extra = extra_.finish(unknown_);
        if (!extra)
        {
            failure_ = "an unknown field occurs twice, or contains a duplicate key";
            return false;
        }
        target_->extra = std::move(*extra);
    }
    target_ = nullptr;
    return true;
}

bool InvitationBuilder::refuse(std::string_view what)
{
    if (field_ == Field::unknown)
        failure_ = "an unknown field";
    else
        failure_.assign("field `").append(text_of(field_).name).append("`");
    failure_.append(what);
    return false;
}

bool InvitationBuilder::refuse_type()
{
    return refuse(std::string{" is not "}.append(text_of(field_).type));
}

} // namespace clerk::detail
