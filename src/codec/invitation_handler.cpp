#include "codec/invitation_handler.hpp"

namespace clerk::detail {

std::string InvitationHandler::failure() const
{
    if (!failure_.empty() || builder_.failure().empty()) return failure_;
    if (list_ == nullptr) return builder_.failure();
    return "invitation " + std::to_string(list_->invitations.size()) + " of the list: " + builder_.failure();
}

bool InvitationHandler::outer_object_begin()
{
    switch (at_)
    {
    case At::root:
        if (one_ != nullptr)
        {
            at_ = At::invitation;
            builder_.begin(*one_);
            return true;
        }
        if (!enveloped_) return refuse_here();
        at_ = At::envelope;
        in_envelope_ = true;
        return true;
    case At::list:
        at_ = At::invitation;
        builder_.begin(list_->invitations.emplace_back());
        return true;
    case At::envelope:
        if (member_ != Member::unknown) return refuse_here();
        at_ = At::skipped;
        [[fallthrough]];
    default:
        ++skipped_;
        return true;
    }
}

bool InvitationHandler::inner_object_end(std::size_t members)
{
    if (!builder_.object_end(members)) return false;
    if (builder_.ended()) at_ = one_ != nullptr ? At::root : At::list;
    return true;
}

bool InvitationHandler::outer_object_end()
{
    if (at_ == At::skipped)
    {
        if (--skipped_ == 0) at_ = At::envelope;
        return true;
    }
    at_ = At::root;
    if (has_data_) return true;
    failure_ = "missing field `data`";
    return false;
}

bool InvitationHandler::outer_array_begin()
{
    switch (at_)
    {
    case At::root:
        if (list_ == nullptr) return refuse_here();
        at_ = At::list;
        return true;
    case At::list:
        return refuse_here();
    case At::envelope:
        if (member_ == Member::total_count) return refuse_here();
        at_ = member_ == Member::data ? At::list : At::skipped;
        if (at_ == At::list) return true;
        [[fallthrough]];
    default:
        ++skipped_;
        return true;
    }
}

bool InvitationHandler::outer_array_end()
{
    if (at_ == At::list)
        at_ = in_envelope_ ? At::envelope : At::root;
    else if (--skipped_ == 0)
        at_ = At::envelope;
    return true;
}

bool InvitationHandler::outer_key_part(std::string_view part)
{
    if (at_ == At::envelope) text_.add(part);
    return true;
}

bool InvitationHandler::outer_key(std::string_view rest)
{
    if (at_ == At::skipped) return true;
    std::string_view const key = text_.join(rest);
    member_ = key == "data" ? Member::data : key == "total_count" ? Member::total_count : Member::unknown;
    bool const twice = (member_ == Member::data && has_data_) || (member_ == Member::total_count && list_->total_count);
    if (twice) failure_ = member_ == Member::data ? "field `data` occurs twice" : "field `total_count` occurs twice";
    has_data_ = has_data_ || member_ == Member::data;
    return !twice;
}

bool InvitationHandler::outer_integer(std::int64_t number)
{
    if (at_ != At::envelope || member_ != Member::total_count) return outer_scalar();
    if (number < 0)
    {
        failure_ = "field `total_count` is negative";
        return false;
    }
    list_->total_count = number;
    return true;
}

bool InvitationHandler::outer_scalar()
{
    if (at_ == At::skipped || (at_ == At::envelope && member_ == Member::unknown)) return true;
    return refuse_here();
}

bool InvitationHandler::refuse_here()
{
    if (at_ == At::list)
        failure_ = "entry " + std::to_string(list_->invitations.size() + 1) + " of the list is not an object";
    else if (at_ == At::envelope)
        failure_ = member_ == Member::data ? "field `data` is not an array" : "field `total_count` is not an integer";
    else if (one_ != nullptr)
        failure_ = "the body is not an object";
    else
        failure_ = enveloped_ ? "the body is neither an object nor an array" : "the body is not an array";
    return false;
}

} // namespace clerk::detail
