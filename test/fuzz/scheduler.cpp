#include "fuzz/input.hpp"
#include "fuzz/scheduler_model.hpp"
#include "fuzz/targets.hpp"

#include <array>

namespace clerk::fuzz {

void scheduler(std::string_view bytes)
{
    using namespace std::chrono_literals;
    using detail::StopReason;
    constexpr int max_steps = 200;
    constexpr std::size_t max_calls = 24;
    constexpr std::array reasons{StopReason::cancelled, StopReason::cancelled_if_unsent, StopReason::deadline};
    constexpr std::array statuses{200, 200, 200, 404, 429, 500, 503, 408};
    Input input{bytes};
    SchedulerModel model{input};
    for (int steps = 0; !input.empty() && steps < max_steps; ++steps) switch (input.below(8))
        {
        case 0:
        case 1:
            if (model.calls() < max_calls) model.start(input.flag(), input.below(4) == 0);
            break;
        case 2:
            if (model.calls() > 0) model.stop(input.below(model.calls()), reasons[input.below(reasons.size())]);
            break;
        case 3:
        case 4:
            if (model.connecting() > 0) model.connect(input.below(model.connecting()), input.below(4) != 0);
            break;
        case 5:
            if (model.running() > 0)
                model.respond(input.below(model.running()), statuses[input.below(statuses.size())],
                              std::chrono::seconds{input.below(3)});
            break;
        case 6:
            if (model.running() > 0)
                model.break_exchange(input.below(model.running()), input.flag() ? Delivery::unknown : Delivery::not_sent);
            break;
        default:
            model.advance(std::chrono::milliseconds{input.below(1024)});
            break;
        }
    model.close();
}

} // namespace clerk::fuzz
