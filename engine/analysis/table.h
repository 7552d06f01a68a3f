#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ffn {

/// Nothing, a count, a number or a text.
struct TableCell {
    enum class Kind { Nothing, Count, Float32, Float64, Text };

    TableCell() = default;
    TableCell(std::int64_t v) : kind(Kind::Count), count(v) {}
    TableCell(float v) : kind(Kind::Float32), number(double(v)) {}
    TableCell(double v) : kind(Kind::Float64), number(v) {}
    TableCell(std::string v) : kind(Kind::Text), text(std::move(v)) {}
    TableCell(std::string_view v) : TableCell(std::string(v)) {}
    bool operator==(const TableCell&) const = default;

    Kind kind = Kind::Nothing;
    std::int64_t count = 0;
    double number = 0; ///< of either width; a Float32 is shown with float32's digits
    std::string text;
};

/// Rows and columns with names: how every analysis leaves the engine, for files and for views.
struct Table {
    std::string name;                         ///< as on the command line and in file names
    std::vector<std::string> columns;         ///< `snake_case`, unique
    std::vector<std::vector<TableCell>> rows; ///< as long as `columns` each
};

} // namespace ffn
