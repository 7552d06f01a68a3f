#include "app/inspect_command.h"

#include "app/inspect_report.h"
#include "app/stop_signal.h"
#include "app/terminal_text.h"

namespace ffn::app {

void inspect(const InspectOptions& options) {
    const StopSignal signal;
    const auto archive = open_archive(options.file);
    const ModelListing listing = find_blocks(*archive);
    print(options.json ? inspect_json(*archive, listing) : inspect_text(*archive, listing));
}

} // namespace ffn::app
