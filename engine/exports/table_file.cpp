#include "engine/exports/table_file.h"

#include "engine/core/atomic_file.h"
#include "engine/core/number_text.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace ffn {

namespace {

using Json = nlohmann::ordered_json;

// JSON's own writer is what mends broken UTF-8.
std::string clean(const std::string& text) {
    const std::string dumped = Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
    return Json::parse(dumped).get<std::string>();
}

std::string quoted(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string result = "\"";
    for (const char c : text)
        result.append(c == '"' ? "\"\"" : std::string(1, c));
    return result + '"';
}

std::string csv_cell(const TableCell& cell) {
    switch (cell.kind) {
    case TableCell::Kind::Nothing:
        return {};
    case TableCell::Kind::Count:
        return std::to_string(cell.count);
    case TableCell::Kind::Float32:
        return number_text(float(cell.number));
    case TableCell::Kind::Float64:
        return number_text(cell.number);
    case TableCell::Kind::Text:
        return quoted(clean(cell.text));
    }
    return {};
}

Json json_cell(const TableCell& cell) {
    const bool finite = std::isfinite(cell.number);
    switch (cell.kind) {
    case TableCell::Kind::Nothing:
        return nullptr;
    case TableCell::Kind::Count:
        return cell.count;
    case TableCell::Kind::Float32: // by its shortest text, so that 0.1f is 0.1
        return finite ? Json::parse(number_text(float(cell.number))) : Json(nullptr);
    case TableCell::Kind::Float64:
        return finite ? Json(cell.number) : Json(nullptr);
    case TableCell::Kind::Text:
        return cell.text;
    }
    return nullptr;
}

void write(const std::string& text, const std::filesystem::path& path) {
    AtomicFile file(path);
    file.write(text);
    file.commit();
}

} // namespace

std::string table_csv(const Table& table) {
    std::string text;
    for (std::size_t c = 0; c < table.columns.size(); ++c)
        text.append(c ? "," : "").append(quoted(table.columns[c]));
    text += '\n';
    for (const auto& row : table.rows) {
        for (std::size_t c = 0; c < row.size(); ++c)
            text.append(c ? "," : "").append(csv_cell(row[c]));
        text += '\n';
    }
    return text;
}

std::string table_json(const Table& table) {
    Json json;
    json["table"] = table.name;
    json["columns"] = table.columns;
    json["rows"] = Json::array();
    for (const auto& row : table.rows) {
        Json object = Json::object();
        for (std::size_t c = 0; c < row.size(); ++c)
            object[table.columns[c]] = json_cell(row[c]);
        json["rows"].push_back(std::move(object));
    }
    return json.dump(1, ' ', false, Json::error_handler_t::replace) + '\n';
}

void write_table_csv(const Table& table, const std::filesystem::path& file) {
    write(table_csv(table), file);
}

void write_table_json(const Table& table, const std::filesystem::path& file) {
    write(table_json(table), file);
}

} // namespace ffn
