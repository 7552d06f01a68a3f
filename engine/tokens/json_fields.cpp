#include "engine/tokens/json_fields.h"

#include "engine/core/error.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace ffn {

using nlohmann::json;

namespace {

const json kNull, kEmptyList = json::array();

} // namespace

JsonFields::JsonFields(const json& object, std::filesystem::path file, std::string where)
    : m_json(&object), m_file(std::move(file)), m_where(std::move(where)) {
    if (!object.is_object()) throw Error(m_file, "“" + m_where + "” should be an object");
}

void JsonFields::fail(const std::string& sentence) const {
    throw Error(m_file, "“" + m_where + "” " + sentence);
}

void JsonFields::allow(std::initializer_list<const char*> names) const {
    for (const auto& [name, value] : m_json->items())
        if (std::ranges::none_of(names, [&key = name](const char* known) { return key == known; }))
            fail("has “" + name + "”, which is not supported");
}

bool JsonFields::has(const char* name) const {
    return !at(name).is_null();
}

const json& JsonFields::at(const char* name) const {
    const auto found = m_json->find(name);
    return found == m_json->end() ? kNull : *found;
}

JsonFields JsonFields::object(const char* name) const {
    return {at(name), m_file, m_where.empty() ? name : m_where + "." + name};
}

std::string JsonFields::text(const char* name) const {
    if (!at(name).is_string()) fail("should have a text “" + std::string(name) + "”");
    return at(name).get<std::string>();
}

std::string JsonFields::text_or(const char* name, const std::string& other) const {
    return has(name) ? text(name) : other;
}

std::string JsonFields::short_text_or(const char* name, const std::string& other) const {
    std::string value = text_or(name, other);
    if (value.size() > 512) fail("has a “" + std::string(name) + "” of more than 512 bytes");
    return value;
}

std::optional<bool> JsonFields::flag(const char* name) const {
    if (!has(name)) return std::nullopt;
    if (!at(name).is_boolean()) fail("should have true or false as “" + std::string(name) + "”");
    return at(name).get<bool>();
}

bool JsonFields::flag_or(const char* name, bool other) const {
    return flag(name).value_or(other);
}

std::int64_t JsonFields::whole_or(const char* name, std::int64_t other) const {
    if (!has(name)) return other;
    const json& value = at(name);
    if (!value.is_number_integer() || (value.is_number_unsigned() && value.get<std::uint64_t>() > INT64_MAX))
        fail("should have a whole number as “" + std::string(name) + "”");
    return value.get<std::int64_t>();
}

std::int64_t JsonFields::id(const char* name) const {
    return token_id(at(name), m_file, m_where + "." + name);
}

const json& JsonFields::list(const char* name) const {
    if (!has(name)) return kEmptyList;
    if (!at(name).is_array()) fail("should have a list as “" + std::string(name) + "”");
    return at(name);
}

std::int64_t token_id(const json& value, const std::filesystem::path& file, const std::string& where) {
    const bool whole =
        value.is_number_unsigned() || (value.is_number_integer() && value.get<std::int64_t>() >= 0);
    if (!whole || value.get<std::uint64_t>() > std::uint64_t(std::numeric_limits<std::int32_t>::max()))
        throw Error(file, "“" + where + "” should be a token id, a whole number from 0 to 2147483647");
    return value.get<std::int64_t>();
}

} // namespace ffn
