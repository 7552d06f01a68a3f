#include "engine/model/block_order.h"

#include <algorithm>

namespace ffn {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Takes the first run of digits, or of anything else, or one dot.
std::string_view take_run(std::string_view& text) {
    std::size_t end = 1;
    if (text[0] != '.')
        while (end < text.size() && text[end] != '.' && is_digit(text[end]) == is_digit(text[0]))
            ++end;
    const auto run = text.substr(0, end);
    text.remove_prefix(end);
    return run;
}

/// As numbers of any length.
int compare_digits(std::string_view a, std::string_view b) {
    a.remove_prefix(std::min(a.find_first_not_of('0'), a.size()));
    b.remove_prefix(std::min(b.find_first_not_of('0'), b.size()));
    if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
    return a.compare(b);
}

/// 0 encoder, 1 neither, 2 decoder.
int side(std::string_view run) {
    if (run.find("enc") != run.npos) return 0;
    return run.find("dec") != run.npos ? 2 : 1;
}

int compare_runs(std::string_view a, std::string_view b) {
    if (is_digit(a[0]) && is_digit(b[0])) return compare_digits(a, b);
    if (side(a) != side(b)) return side(a) < side(b) ? -1 : 1;
    return a.compare(b);
}

} // namespace

bool block_before(std::string_view a, std::string_view b) {
    std::string_view rest_a = a, rest_b = b;
    while (!rest_a.empty() && !rest_b.empty()) {
        const int order = compare_runs(take_run(rest_a), take_run(rest_b));
        if (order != 0) return order < 0;
    }
    if (rest_a.empty() != rest_b.empty()) return rest_a.empty();
    return a < b;
}

} // namespace ffn
