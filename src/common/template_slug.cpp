#include <clerk/template_slug.hpp>

#include <ostream>

namespace clerk {

// See invitation_status.cpp.
[[gnu::init_priority(101)]] TemplateSlug const TemplateSlug::invitation{"invitation"};
[[gnu::init_priority(101)]] TemplateSlug const TemplateSlug::waitlist_invitation{"waitlist_invitation"};

std::ostream& operator<<(std::ostream& out, TemplateSlug const& slug)
{
    return out << slug.text_;
}

} // namespace clerk
