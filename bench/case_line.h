#pragma once

#include <cstdio>
#include <string>
#include <vector>

namespace ffn::bench {

using Times = std::vector<double>; ///< milliseconds

/// Prints a case as report.py reads it: a JSON object a line.
inline void print_case(const std::string& name, const Times& ours, const Times& peer) {
    const auto list = [](const Times& times) {
        std::string text;
        for (const double t : times)
            text += (text.empty() ? "" : ", ") + std::to_string(t);
        return text;
    };
    std::printf("{\"case\": \"%s\", \"ours\": [%s], \"peer\": [%s]}\n", name.c_str(), list(ours).c_str(),
                list(peer).c_str());
    std::fflush(stdout);
}

} // namespace ffn::bench
