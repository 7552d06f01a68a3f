#include "engine/tokens/token_ids.h"

#include "engine/core/error.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace ffn {

namespace {

constexpr std::string_view kBlanks = " \t\r\n";

// The id and where it stands in its row, for the message.
struct Place {
    std::string_view text;
    std::size_t begin = 0; // of `text` in the row
    std::size_t row = 0, number = 0;
};

[[noreturn]] void fail(const Place& place, const std::string& what,
                       const std::string& right = "; write ids as in 5,1,9") {
    throw Error("id " + std::to_string(place.number + 1) + " of row " + std::to_string(place.row + 1) + " " +
                what + right);
}

Place trimmed(Place place) {
    const auto first = place.text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) fail(place, "is missing");
    const auto last = place.text.find_last_not_of(kBlanks);
    place.text = place.text.substr(first, last - first + 1);
    place.begin += first;
    return place;
}

std::int64_t parse_id(const Place& place) {
    const std::string quoted = "“" + std::string(place.text) + "”";
    std::int64_t id = 0;
    const char* end = place.text.data() + place.text.size();
    const auto [stop, error] = std::from_chars(place.text.data(), end, id);
    if (error == std::errc::invalid_argument || stop != end) fail(place, quoted + " is not a whole number");
    if (place.text.front() == '-') fail(place, quoted + " is negative");
    if (error == std::errc::result_out_of_range) fail(place, quoted + " is too large");
    return id;
}

Token token_at(const Place& place, const Tokenizer* tokenizer) {
    const std::int64_t id = parse_id(place);
    const auto size = tokenizer ? tokenizer->vocabulary_size() : std::nullopt;
    if (size && id >= *size)
        fail(place, "“" + std::to_string(id) + "” is too large",
             ": the vocabulary has ids 0 to " + std::to_string(*size - 1));
    const auto known = tokenizer ? tokenizer->piece(id) : std::nullopt;
    std::string piece = known ? *known : std::string(1, '#').append(std::to_string(id));
    return {std::move(piece), id, place.begin, place.begin + place.text.size()};
}

} // namespace

TokenBatch token_batch_from_ids(const std::vector<std::string>& rows, const Tokenizer* tokenizer) {
    TokenBatch batch;
    for (std::size_t r = 0; r < rows.size(); ++r) {
        const std::string_view text = rows[r];
        if (text.find_first_not_of(kBlanks) == std::string_view::npos)
            throw Error("row " + std::to_string(r + 1) + " has no ids; write ids as in 5,1,9");
        auto& row = batch.rows.emplace_back();
        for (std::size_t begin = 0; begin <= text.size();) {
            const std::size_t end = std::min(text.find(',', begin), text.size());
            row.push_back(
                token_at(trimmed({text.substr(begin, end - begin), begin, r, row.size()}), tokenizer));
            begin = end + 1;
        }
    }
    return batch;
}

} // namespace ffn
