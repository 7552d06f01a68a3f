#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string_view>

namespace ffn {

/// The lines of a text, without their ends (LF or CR LF). The last needs none. They are found one by one: a
/// file may hold nothing but ends of lines.
class TextLines {
  public:
    explicit TextLines(std::string_view text) : m_text(text) {}

    class Iterator {
      public:
        explicit Iterator(std::string_view text) : m_rest(text) {}
        std::string_view operator*() const {
            std::string_view line = m_rest.substr(0, end());
            if (line.ends_with('\r')) line.remove_suffix(1);
            return line;
        }
        Iterator& operator++() {
            m_rest.remove_prefix(std::min(end() + 1, m_rest.size()));
            return *this;
        }
        bool operator==(std::default_sentinel_t) const { return m_rest.empty(); }

      private:
        std::size_t end() const { return std::min(m_rest.find('\n'), m_rest.size()); }
        std::string_view m_rest;
    };
    Iterator begin() const { return Iterator(m_text); }
    std::default_sentinel_t end() const { return {}; }

  private:
    std::string_view m_text;
};

} // namespace ffn
