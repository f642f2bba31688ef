#pragma once

#include "testing/server/session.hpp"

#include <utility>

namespace clerk::testing::detail {

/// A connection without TLS.
class PlainSession final : public Session
{
public:
    void feed(std::span<char const> bytes) override { input_.append(bytes.data(), bytes.size()); }

    [[nodiscard]] State handshake() override { return State::ok; }

    [[nodiscard]] State read(std::string& plain) override
    {
        plain += std::exchange(input_, {});
        return State::ok;
    }

    void write(std::string_view plain) override { output_ += plain; }

    void close_notify() override {}

    [[nodiscard]] std::string take_output() override { return std::exchange(output_, {}); }

    [[nodiscard]] bool resumed() const noexcept override { return false; }

private:
    std::string input_;
    std::string output_;
};

} // namespace clerk::testing::detail
