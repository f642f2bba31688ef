#pragma once

#include "wire/beast_compat.hpp"
#include "wire/response.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace clerk::detail {

/// Beast's parser for the head of one response: the status line and the header fields. Fills a `Response` without a container of
/// fields. `ResponseReader` reads the body.
///
/// Stricter than Beast: a transfer coding other than `chunked`, any content coding, too many fields and a status outside of
/// 100 to 599 are errors.
class ResponseParser final : public ResponseParserBase
{
public:
    /// @param has_body  whether a body may follow; if not, the fields that describe one are ignored
    ResponseParser(Response& response, bool has_body);

    /// Parses bytes of the head: the whole status line, the whole rest, or both. Bytes after the head are ignored.
    ///
    /// Beast decides at different moments in different versions if it is given less.
    /// @returns whether they are legal
    [[nodiscard]] bool parse(std::string_view lines);

    /// Returns the number of bytes that the last `parse` used if it completed the head, otherwise zero.
    [[nodiscard]] std::size_t completed_after() const noexcept { return is_header_done() ? used_ : 0; }

    /// Returns the reason for refusing the head. Never quotes it.
    [[nodiscard]] std::string_view failure() const noexcept { return failure_; }

    [[nodiscard]] std::size_t fields() const noexcept { return fields_; }

    /// Fields of the header and the trailer section together: more than any server needs.
    static constexpr std::size_t max_fields = 256;

private:
    using Code = boost::beast::error_code;
    using Text = boost::beast::string_view;
    using Field = boost::beast::http::field;

    void on_response_impl(int status, Text reason, int version, Code& ec) override;
    void on_field_impl(Field field, Text name, Text value, Code& ec) override;

    void on_header_impl(Code&) override {}

    // Not called: the parser stops at the end of the head.
    void on_request_impl(boost::beast::http::verb, Text, Text, int, Code&) override {}

    void on_body_init_impl(boost::optional<std::uint64_t> const&, Code&) override {}

    std::size_t on_body_impl(Text body, Code&) override { return body.size(); }

    void on_chunk_header_impl(std::uint64_t, Text, Code&) override {}

    std::size_t on_chunk_body_impl(std::uint64_t, Text body, Code&) override { return body.size(); }

    void on_finish_impl(Code&) override {}

    void refuse(std::string_view why, Code& ec);
    void on_unknown_field(std::string_view name, std::string_view value);

    Response& response_;
    std::string_view failure_;
    std::size_t used_{0};
    std::size_t fields_{0};
    bool has_body_;
    bool http_1_0_{false};
    bool has_transfer_coding_{false};
};

} // namespace clerk::detail
