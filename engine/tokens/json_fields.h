#pragma once

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace ffn {

/// An object of a JSON file, read strictly: a field of another type is an Error that names file and field.
class JsonFields {
  public:
    /// Throws Error unless `json` is an object; `where` names it in messages, as in "model".
    JsonFields(const nlohmann::json& json, std::filesystem::path file, std::string where);

    const std::string& where() const { return m_where; }
    const std::filesystem::path& file() const { return m_file; }
    [[noreturn]] void fail(const std::string& sentence) const;

    /// Throws Error for a field that is not among these: what is not known is not passed over.
    void allow(std::initializer_list<const char*> names) const;

    bool has(const char* name) const;                 ///< there, and not null
    const nlohmann::json& at(const char* name) const; ///< null where it is not there
    JsonFields object(const char* name) const;
    std::string text(const char* name) const; ///< must be there
    std::string text_or(const char* name, const std::string& other) const;
    /// The same, up to 512 bytes: for what is put in at many places.
    std::string short_text_or(const char* name, const std::string& other) const;
    bool flag_or(const char* name, bool other) const;
    std::optional<bool> flag(const char* name) const;
    std::int64_t whole_or(const char* name, std::int64_t other) const;
    /// A token id: from 0 to 2³¹−1; must be there.
    std::int64_t id(const char* name) const;
    /// The elements of a list; empty where it is not there.
    const nlohmann::json& list(const char* name) const;

  private:
    const nlohmann::json* m_json;
    std::filesystem::path m_file;
    std::string m_where;
};

/// `json` as a token id; throws Error naming `where`.
std::int64_t token_id(const nlohmann::json& json, const std::filesystem::path& file,
                      const std::string& where);

} // namespace ffn
