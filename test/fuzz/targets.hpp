#pragma once

#include <string_view>

/// The fuzz targets. Each processes the bytes of a fuzzer and aborts with a message if a promise does not hold.
///
/// `clerk_fuzz_<name>` is a libFuzzer program of one target; `clerk_fuzz_replay_tests` runs all of them on the seeds.
namespace clerk::fuzz {

/// A response splits into blocks in any way, with the same outcome.
void response_reader(std::string_view bytes);
/// Boost.JSON determines which bodies are valid. A decoded value is unchanged after encoding and decoding it.
void json(std::string_view bytes);
/// Error bodies of a server, a proxy or an edge.
void error_body(std::string_view bytes);
/// `Retry-After` and HTTP-dates.
void retry_after(std::string_view bytes);
void api_url(std::string_view bytes);
void proxy_url(std::string_view bytes);
void no_proxy(std::string_view bytes);
/// The answer of a proxy to CONNECT.
void proxy_answer(std::string_view bytes);
/// A TLS connection that changes bytes of the server.
void tls_connection(std::string_view bytes);
/// CSV files of the inviter.
void csv(std::string_view bytes);
/// Resume files of the inviter.
void resume_file(std::string_view bytes);
/// The scheduler of a client, without I/O: its decisions match a model.
void scheduler(std::string_view bytes);
/// A client: calls, cancellations, answers and time in any order.
void engine(std::string_view bytes);

} // namespace clerk::fuzz
