#include "app/command_line.h"
#include "app/terminal_text.h"
#include "app/usage_error.h"
#include "engine/core/error.h"

#include <filesystem>
#include <new>

namespace {

using namespace ffn::app;

struct Dispatch {
    int argc;
    char** argv;

    int operator()(const PrintText& help) const {
        print(help.text);
        return 0;
    }
    int operator()(const InspectOptions& options) const {
        inspect(options);
        return 0;
    }
    int operator()(const RunOptions& options) const {
        run(argc, argv, options);
        return 0;
    }
    int operator()(const AnalyzeOptions& options) const {
        analyze(options);
        return 0;
    }
    int operator()(const ScanOptions& options) const {
        scan(options);
        return 0;
    }
    int operator()(const MergeOptions& options) const {
        merge(options);
        return 0;
    }
    int operator()(const WindowOptions& options) const { return run_window(argc, argv, options); }
};

int fail(int status, const char* sentence) {
    complain("error", sentence);
    return status;
}

} // namespace

int main(int argc, char** argv) {
    try {
        return std::visit(Dispatch{argc, argv}, parse_command_line(argc, argv));
    } catch (const UsageError& error) {
        return fail(2, error.what());
    } catch (const std::bad_alloc&) {
        return fail(1, "there is not enough memory for this");
    } catch (const std::filesystem::filesystem_error& error) { // its own text names functions of C++
        return fail(1, (error.path1().string() + ": " + error.code().message()).c_str());
    } catch (const std::exception& error) { // Error and Stopped among them
        return fail(1, error.what());
    }
}
