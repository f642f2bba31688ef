#pragma once

#include <clerk/testing/recorded_request.hpp>

#include <cstddef>
#include <memory>
#include <string>

namespace clerk::testing::detail {

/// Parses the requests of a connection, one after the other.
class RequestReader
{
public:
    enum class State
    {
        need_more,
        complete,
        bad_request,
        header_too_large,
        body_too_large
    };

    RequestReader(std::size_t max_header_bytes, std::size_t max_body_bytes);
    ~RequestReader();

    /// Consumes input of the current request and leaves the rest. The connection cannot be used after results other than
    /// `need_more` and `complete`.
    [[nodiscard]] State read(std::string& input);

    /// Removes and returns the complete request. The reader is ready for the next one.
    [[nodiscard]] RecordedRequest take();

    /// Returns whether the client waits for a 100 response before it sends the body. True once for each request.
    [[nodiscard]] bool take_expectation();

    /// Whether the last request allows the connection to be reused.
    [[nodiscard]] bool keep_alive() const noexcept { return keep_alive_; }

    /// Whether a byte of the current request has arrived.
    [[nodiscard]] bool begun() const noexcept { return begun_; }

private:
    struct Parser;

    void renew();

    std::size_t max_header_bytes_;
    std::size_t max_body_bytes_;
    std::unique_ptr<Parser> parser_;
    bool keep_alive_{true};
    bool begun_{false};
    bool expectation_taken_{false};
};

} // namespace clerk::testing::detail
