#include "engine/core/error.h"
#include "engine/tokens/pattern_tree.h"
#include "engine/tokens/utf8_text.h"

#include <algorithm>
#include <string>
#include <utility>

namespace ffn {

namespace {

using Node = PatternNode;
using Item = CharSet::Item;

constexpr int kMaxDepth = 32;
constexpr std::uint32_t kMaxCount = 1000;
constexpr std::size_t kLongestSource = 1 << 16;
constexpr std::int32_t kLongS = 0x17F, kKelvin = 0x212A; // fold to s and k

class Parser {
  public:
    explicit Parser(std::string_view source) : m_source(source) {}

    PatternTree parse() {
        if (m_source.size() > kLongestSource)
            throw Error("a pattern may have up to 65536 bytes, not " + std::to_string(m_source.size()));
        for (std::size_t at = 0; at < m_source.size();) {
            const Utf8Char c = utf8_at(m_source, at);
            if (c.broken) fail("is not valid UTF-8");
            at += c.length;
        }
        m_tree.root = choice(0);
        if (!done()) fail("has a `)` too many");
        return std::move(m_tree);
    }

  private:
    [[noreturn]] void fail(const std::string& what) const {
        throw Error("the pattern “" + std::string(m_source) + "” " + what);
    }
    [[noreturn]] void unknown(const std::string& what) const {
        fail("uses " + what + ", which is not supported");
    }

    bool done() const { return m_at == m_source.size(); }
    bool eat(std::string_view text) {
        if (!m_source.substr(m_at).starts_with(text)) return false;
        m_at += text.size();
        return true;
    }
    std::int32_t next() {
        if (done()) fail("ends too early");
        const Utf8Char c = utf8_at(m_source, m_at);
        m_at += c.length;
        return c.value;
    }

    Node set_node(std::vector<Item> items, bool negated) {
        Node node;
        node.kind = Node::Kind::Set;
        node.set = std::uint32_t(m_tree.sets.size());
        m_tree.sets.emplace_back(std::move(items), negated);
        return node;
    }

    Node choice(int depth) {
        if (depth > kMaxDepth) fail("has groups too deep in one another");
        Node node{Node::Kind::Choice};
        do
            node.children.push_back(sequence(depth));
        while (eat("|"));
        return node;
    }

    Node sequence(int depth) {
        Node node;
        while (!done() && m_source[m_at] != '|' && m_source[m_at] != ')')
            node.children.push_back(quantified(atom(depth)));
        return node;
    }

    Node atom(int depth) {
        if (eat("(")) return group(depth);
        if (eat("[")) return bracket();
        if (eat("^")) return {Node::Kind::Begin};
        if (eat("$")) return {Node::Kind::End};
        if (eat(".")) return set_node({{CharSet::Kind::Range, false, '\n', '\n'}}, true);
        if (m_source[m_at] == '*' || m_source[m_at] == '+' || m_source[m_at] == '?') fail("repeats nothing");
        if (eat("\\")) return set_node(escape(), false);
        return set_node(folded(next()), false);
    }

    Node group(int depth) {
        Node node;
        const bool fold_before = m_fold;
        if (eat("?i:"))
            m_fold = true;
        else if (eat("?=") || eat("?!")) {
            node.kind = Node::Kind::LookAhead;
            node.negated = m_source[m_at - 1] == '!';
        } else if (eat("?<=") || eat("?<!")) {
            node.kind = Node::Kind::LookBehind;
            node.negated = m_source[m_at - 1] == '!';
        } else if (!eat("?:") && !done() && m_source[m_at] == '?') {
            unknown("a group beginning with “(" + std::string(m_source.substr(m_at, 3)) + "”");
        }
        Node body = choice(depth + 1);
        if (!eat(")")) fail("lacks a `)`");
        m_fold = fold_before;
        if (node.kind == Node::Kind::LookBehind) {
            const bool one = body.children.size() == 1 && body.children[0].children.size() == 1 &&
                             body.children[0].children[0].kind == Node::Kind::Set;
            if (!one) unknown("a look behind of more than one character");
            node.set = body.children[0].children[0].set;
            return node;
        }
        node.children.push_back(std::move(body));
        return node;
    }

    // One character, with its other cases under (?i).
    std::vector<Item> folded(std::int32_t c) const {
        std::vector<Item> items{{CharSet::Kind::Range, false, c, c}};
        if (!m_fold) return items;
        const std::int32_t lower = lower_case(c);
        for (const std::int32_t other :
             {lower, upper_case(c), lower == 's' ? kLongS : c, lower == 'k' ? kKelvin : c})
            if (other != c) items.push_back({CharSet::Kind::Range, false, other, other});
        return items;
    }

    Node bracket() {
        const bool negated = eat("^");
        std::vector<Item> items;
        for (bool first = true; first || !eat("]"); first = false) {
            if (done()) fail("lacks a `]`");
            if (m_source[m_at] == '[') unknown("a class within a class");
            if (eat("&&")) unknown("an intersection of classes");
            std::vector<Item> more = eat("\\") ? escape() : folded(next());
            if (m_at + 1 < m_source.size() && m_source[m_at] == '-' && m_source[m_at + 1] != ']')
                more = range(more);
            items.insert(items.end(), more.begin(), more.end());
        }
        return set_node(std::move(items), negated);
    }

    std::vector<Item> range(const std::vector<Item>& from) {
        eat("-");
        const std::vector<Item> to = eat("\\") ? escape() : folded(next());
        const auto single = [](const Item& i) { return i.kind == CharSet::Kind::Range && i.first == i.last; };
        if (!single(from.front()) || !single(to.front()) || from.front().first > to.front().first)
            fail("has a class with a range that is none");
        const std::int32_t first = from.front().first, last = to.front().first;
        std::vector<Item> items{{CharSet::Kind::Range, false, first, last}};
        if (!m_fold) return items;
        if (last - first > 256) unknown("a large range within (?i…)");
        for (std::int32_t c = first; c <= last; ++c)
            for (const Item& item : folded(c))
                items.push_back(item);
        return items;
    }

    std::vector<Item> escape() {
        const std::int32_t c = next();
        Item item;
        item.negated = c == 'S' || c == 'W' || c == 'D' || c == 'P';
        switch (c) {
        case 's':
        case 'S':
            item.kind = CharSet::Kind::WhiteSpace;
            return {item};
        case 'w':
        case 'W':
            item.kind = CharSet::Kind::Word;
            return {item};
        case 'd':
        case 'D':
            item.kind = CharSet::Kind::Category;
            item.categories = categories_named('N', 'd');
            return {item};
        case 'p':
        case 'P':
            return {property(item)};
        case 'n':
            return folded('\n');
        case 'r':
            return folded('\r');
        case 't':
            return folded('\t');
        case 'f':
            return folded('\f');
        case 'u':
            return folded(hex(4, 4));
        case 'x':
            return folded(eat("{") ? hex_in_braces() : hex(1, 2));
        default:
            break;
        }
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
            unknown("“\\" + std::string(1, char(c)) + "”");
        return folded(c);
    }

    Item property(Item item) {
        if (!eat("{")) fail("has `\\p` without `{…}`");
        const std::size_t end = m_source.find('}', m_at);
        if (end == std::string_view::npos) fail("has `\\p{` without `}`");
        std::string_view name = m_source.substr(m_at, end - m_at);
        m_at = end + 1;
        const std::string whole(name);
        if (name.starts_with('^')) {
            item.negated = !item.negated;
            name.remove_prefix(1);
        }
        item.kind = CharSet::Kind::Category;
        if (name.size() == 1 || name.size() == 2)
            item.categories = categories_named(name[0], name.size() == 2 ? name[1] : '\0');
        if (item.categories == 0) unknown("the property “" + whole + "”");
        if (m_fold) unknown("a property within (?i…)");
        return item;
    }

    std::int32_t hex(int least, int most) {
        std::int32_t value = 0;
        int digits = 0;
        for (; digits < most && !done(); ++digits, ++m_at) {
            const char c = m_source[m_at];
            const char lower = char(c | 0x20);
            if (c >= '0' && c <= '9')
                value = value * 16 + (c - '0');
            else if (lower >= 'a' && lower <= 'f')
                value = value * 16 + (lower - 'a' + 10);
            else
                break;
        }
        if (digits < least || value > 0x10FFFF) fail("has a character number that is none");
        return value;
    }

    std::int32_t hex_in_braces() {
        const std::int32_t value = hex(1, 6);
        if (!eat("}")) fail("has `\\x{` without `}`");
        return value;
    }

    Node quantified(Node node) {
        Node repeat{Node::Kind::Repeat};
        if (eat("?"))
            repeat.least = 0;
        else if (eat("*"))
            repeat.least = 0, repeat.most = kNoLimit;
        else if (eat("+"))
            repeat.most = kNoLimit;
        else if (!braces(repeat))
            return node;
        if (eat("?")) unknown("a quantifier that takes as little as it can");
        const bool one = node.kind == Node::Kind::Set;
        repeat.possessive = eat("+");
        if (repeat.possessive && !one) unknown("a possessive quantifier after a group");
        if (!done() && (m_source[m_at] == '*' || m_source[m_at] == '+' || m_source[m_at] == '?'))
            unknown("a quantifier after a quantifier");
        if (node.kind == Node::Kind::Begin || node.kind == Node::Kind::End ||
            node.kind == Node::Kind::LookAhead || node.kind == Node::Kind::LookBehind)
            fail("repeats what takes no character");
        repeat.children.push_back(std::move(node));
        return repeat;
    }

    // {m}, {m,}, {,n} and {m,n}; any other brace stands for itself.
    bool braces(Node& repeat) {
        if (done() || m_source[m_at] != '{') return false;
        const std::size_t end = m_source.find('}', m_at);
        if (end == std::string_view::npos) return false;
        const std::string_view inner = m_source.substr(m_at + 1, end - m_at - 1);
        if (inner.empty() || inner == "," ||
            inner.find_first_not_of("0123456789,") != std::string_view::npos ||
            std::ranges::count(inner, ',') > 1 || inner.size() > 9)
            return false;
        const std::size_t comma = std::min(inner.find(','), inner.size());
        const auto number = [](std::string_view digits) {
            return std::uint32_t(std::stoul(std::string(digits)));
        };
        repeat.least = comma == 0 ? 0 : number(inner.substr(0, comma));
        repeat.most = comma == inner.size()       ? repeat.least
                      : comma + 1 == inner.size() ? kNoLimit
                                                  : number(inner.substr(comma + 1));
        if (repeat.least > kMaxCount || (repeat.most != kNoLimit && repeat.most > kMaxCount) ||
            repeat.least > repeat.most)
            fail("counts {" + std::string(inner) + "}; counts from 0 to 1000 are known");
        m_at = end + 1;
        return true;
    }

    std::string_view m_source;
    std::size_t m_at = 0;
    bool m_fold = false;
    PatternTree m_tree;
};

} // namespace

PatternTree parse_pattern(std::string_view source) {
    return Parser(source).parse();
}

} // namespace ffn
