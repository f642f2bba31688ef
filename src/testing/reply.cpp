#include <clerk/testing/reply.hpp>

#include <boost/json/serialize.hpp>

#include <utility>

namespace clerk::testing {

Reply Reply::process()
{
    Reply reply;
    reply.plan_.process = true;
    return reply;
}

Reply Reply::status(int status)
{
    Reply reply;
    reply.plan_.status = status;
    return reply;
}

Reply Reply::json(int status, boost::json::value const& body)
{
    return text(status, "application/json", boost::json::serialize(body));
}

Reply Reply::text(int status, std::string content_type, std::string body)
{
    Reply reply = Reply::status(status);
    reply.with_header("Content-Type", std::move(content_type)).with_body(std::move(body));
    return reply;
}

Reply Reply::raw(std::string bytes)
{
    Reply reply;
    reply.plan_.raw = std::move(bytes);
    return reply;
}

Reply Reply::reset()
{
    Reply reply;
    reply.unanswered().resetting();
    return reply;
}

Reply Reply::close()
{
    Reply reply;
    reply.unanswered().closing();
    return reply;
}

Reply Reply::hold()
{
    Reply reply = process();
    reply.held();
    return reply;
}

Reply Reply::lost_after_processing()
{
    Reply reply = process();
    reply.unanswered().resetting();
    return reply;
}

Reply& Reply::with_status(int status)
{
    plan_.status = status;
    return *this;
}

Reply& Reply::with_body(std::string body)
{
    plan_.body = std::move(body);
    return *this;
}

Reply& Reply::with_header(std::string name, std::string value)
{
    plan_.headers.push_back({std::move(name), std::move(value)});
    return *this;
}

Reply& Reply::without_header(std::string name)
{
    plan_.headers.push_back({std::move(name), std::nullopt});
    return *this;
}

Reply& Reply::delayed(std::chrono::milliseconds delay)
{
    plan_.delay = delay;
    return *this;
}

Reply& Reply::held()
{
    plan_.hold = true;
    return *this;
}

Reply& Reply::split(std::size_t bytes, std::chrono::milliseconds pause)
{
    plan_.piece_size = bytes;
    plan_.pause = pause;
    return *this;
}

Reply& Reply::unanswered()
{
    plan_.unanswered = true;
    return *this;
}

Reply& Reply::closing()
{
    plan_.close = true;
    return *this;
}

Reply& Reply::resetting(std::size_t after_bytes)
{
    plan_.reset_after = after_bytes;
    return *this;
}

} // namespace clerk::testing
