#pragma once

#include <cstdlib>
#include <optional>
#include <string>

namespace clerk::test {

/// Sets or unsets an environment variable, and restores it at the end.
class Environment
{
public:
    Environment(char const* name, char const* value) : name_{name}
    {
        if (char const* const old = std::getenv(name)) old_ = old;
        set(value);
    }

    Environment(Environment const&) = delete;
    Environment& operator=(Environment const&) = delete;

    ~Environment() { set(old_ ? old_->c_str() : nullptr); }

private:
    void set(char const* value)
    {
        if (value == nullptr)
            ::unsetenv(name_);
        else
            ::setenv(name_, value, 1);
    }

    char const* name_;
    std::optional<std::string> old_;
};

} // namespace clerk::test
