#include "app/pass_steps.h"

#include "app/terminal_text.h"
#include "app/usage_error.h"
#include "engine/forward/forward.h"

#include <algorithm>

namespace ffn::app {

void check_backend(const std::string& backend) {
    const std::vector<std::string> there = available_backends();
    if (backend == "auto" || std::ranges::count(there, backend) > 0) return;
    std::string list = "auto";
    for (const std::string& each : there)
        list += ", " + each;
    throw Error("the back end “" + backend + "” is not in this build; there are " + list);
}

ui::OpenedInput feed(const ui::InputRequest& request, const ui::OpenedModel& model,
                     TerminalProgress& progress) {
    if (request.empty() && ui::example_text(model).empty())
        throw UsageError("this model brings no text of its own: give --text, --ids or --input");
    ui::OpenedInput opened = ui::open_input(request, model, progress.step("reading the input"));
    progress.clear();
    if (!opened.warning.empty()) complain("warning", opened.warning);
    return opened;
}

} // namespace ffn::app
