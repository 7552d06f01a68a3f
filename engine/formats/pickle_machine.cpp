#include "engine/core/error.h"
#include "engine/formats/byte_order.h"
#include "engine/formats/pickle.h"

#include <algorithm>

namespace ffn {

namespace {

// What a file of weights stays far below: its pickle names a tensor by some 250 bytes and 25 values.
constexpr std::size_t kMostBytes = std::size_t(1) << 30;
constexpr std::size_t kMostNodes = std::size_t(1) << 20, kMostItems = std::size_t(1) << 21,
                      kMostLists = std::size_t(1) << 17, kMostStack = std::size_t(1) << 20, kMostMarks = 1024;
constexpr std::uint32_t kNothing = 0xFFFFFFFF;

std::string printable_name(std::string_view text) {
    std::string shown(text.substr(0, 80));
    std::ranges::replace_if(
        shown, [](char c) { return c < ' ' || c > '~'; }, '?');
    return shown;
}

std::string hex(unsigned byte) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    return std::string("0x") + kDigits[byte >> 4] + kDigits[byte & 15];
}

} // namespace

/// The stack machine of Python's pickletools, cut down to what state_dicts need. Nothing of it can call
/// anything: the few names it knows stand for values made here.
class PickleMachine {
  public:
    PickleMachine(ByteSpan bytes, const std::filesystem::path& file, std::uint64_t offset)
        : m_file(file), m_offset(offset) {
        m_pickle.m_bytes = bytes.first(std::min(bytes.size(), kMostBytes));
    }

    Pickle run() {
        for (;;) {
            m_op_at = m_at;
            const std::uint8_t op = take(1)[0];
            if (op == '.') break;
            if (!number(op) && !text(op) && !container(op) && !memo(op) && !call(op))
                fail("the pickle's opcode " + hex(op) + " is none that a file of weights needs");
        }
        if (m_stack.size() != 1 || !m_marks.empty()) fail("the pickle ends with its stack in disorder");
        m_pickle.m_root = m_stack[0];
        m_pickle.m_size = m_at;
        return std::move(m_pickle);
    }

  private:
    using Id = Pickle::Id;

    [[noreturn]] void fail(const std::string& sentence) const {
        throw Error(m_file, sentence, m_offset + m_op_at);
    }
    [[noreturn]] void fail_size() const { fail("the pickle holds more than any file of weights does"); }

    ByteSpan take(std::uint64_t length) {
        const ByteSpan rest = m_pickle.m_bytes.subspan(m_at);
        if (length > rest.size()) fail("the pickle ends in the middle of an opcode");
        m_at += length;
        return rest.first(length);
    }
    template <class T>
    T little() {
        return load_little<T>(take(sizeof(T)), 0);
    }

    void push(Id id) {
        if (m_stack.size() == kMostStack) fail_size();
        m_stack.push_back(id);
    }
    void push_new(PickleKind kind, std::int64_t value = 0, std::uint32_t length = 0) {
        if (m_pickle.m_nodes.size() == kMostNodes) fail_size();
        m_pickle.m_nodes.push_back({kind, std::uint32_t(m_op_at), length, value});
        push(Id(m_pickle.m_nodes.size() - 1));
    }
    /// The values above the last mark may be taken, no deeper ones.
    std::size_t floor() const { return m_marks.empty() ? 0 : m_marks.back(); }
    Id pop() {
        if (m_stack.size() <= floor()) fail("the pickle takes more from its stack than it put there");
        const Id id = m_stack.back();
        m_stack.pop_back();
        return id;
    }
    Id top() const {
        if (m_stack.size() <= floor()) fail("the pickle takes more from its stack than it put there");
        return m_stack.back();
    }
    /// Takes the last mark away; its values still stand on the stack from the returned place on.
    std::size_t pop_mark() {
        if (m_marks.empty()) fail("the pickle takes a mark from its stack that it did not put there");
        const std::size_t at = m_marks.back();
        m_marks.pop_back();
        return at;
    }

    bool number(std::uint8_t op) {
        switch (op) {
        case 'N':
            return push_new(PickleKind::None), true;
        case 0x88:
        case 0x89:
            return push_new(PickleKind::Bool, op == 0x88), true;
        case 'J':
            return push_new(PickleKind::Int, std::int32_t(little<std::uint32_t>())), true;
        case 'K':
            return push_new(PickleKind::Int, take(1)[0]), true;
        case 'M':
            return push_new(PickleKind::Int, little<std::uint16_t>()), true;
        case 'G':
            take(8);
            return push_new(PickleKind::Float), true;
        case 0x8A:
            return push_long(), true;
        default:
            return false;
        }
    }

    /// LONG1: a byte count, then so many bytes of two's complement, little end first.
    void push_long() {
        const ByteSpan bytes = take(take(1)[0]);
        if (bytes.size() > 8) return push_new(PickleKind::LongInt);
        std::uint64_t value = !bytes.empty() && bytes.back() >= 0x80 ? ~std::uint64_t(0) : 0;
        for (std::size_t i = bytes.size(); i-- > 0;)
            value = value << 8 | bytes[i];
        push_new(PickleKind::Int, static_cast<std::int64_t>(value));
    }

    bool text(std::uint8_t op) {
        std::uint64_t length = 0;
        if (op == 'X')
            length = little<std::uint32_t>();
        else if (op == 'U' || op == 0x8C)
            length = take(1)[0];
        else
            return false;
        const std::uint64_t begin = m_at;
        take(length);
        push_new(PickleKind::Text, std::int64_t(begin), std::uint32_t(length));
        return true;
    }

    bool container(std::uint8_t op) {
        switch (op) {
        case '(':
            if (m_marks.size() == kMostMarks) fail("the pickle's values lie too deep in one another");
            return m_marks.push_back(m_stack.size()), true;
        case ')':
            return push_tuple(m_stack.size()), true;
        case 't':
            return push_tuple(pop_mark()), true;
        case 0x85:
        case 0x86:
        case 0x87: {
            const std::size_t length = op - 0x84U;
            if (m_stack.size() - floor() < length) fail("the pickle lacks the items of a tuple");
            return push_tuple(m_stack.size() - length), true;
        }
        case ']':
            return push_new(PickleKind::List, -1), true;
        case '}':
            return push_new(PickleKind::Dict, -1), true;
        case 0x8F:
            return push_new(PickleKind::Set, -1), true;
        default:
            return add(op);
        }
    }

    void push_tuple(std::size_t from) {
        auto& items = m_pickle.m_tuple_items;
        const std::size_t begin = items.size(), length = m_stack.size() - from;
        if (begin + length > kMostItems) fail_size();
        items.insert(items.end(), m_stack.begin() + std::ptrdiff_t(from), m_stack.end());
        m_stack.resize(from);
        push_new(PickleKind::Tuple, std::int64_t(begin), std::uint32_t(length));
    }

    bool add(std::uint8_t op) {
        const bool one = op == 'a' || op == 's';
        const auto kind = op == 'a' || op == 'e' ? PickleKind::List : PickleKind::Dict;
        if (!one && op != 'e' && op != 'u') return false;
        const std::size_t width = kind == PickleKind::List ? 1 : 2;
        if (one && m_stack.size() - floor() < width + 1) fail("the pickle lacks the item to be put in");
        add_from(one ? m_stack.size() - width : pop_mark(), kind, width);
        return true;
    }

    void add_from(std::size_t from, PickleKind kind, std::size_t width) {
        if (from <= floor() || (m_stack.size() - from) % width != 0 ||
            m_pickle.kind(m_stack[from - 1]) != kind)
            fail("the pickle puts items into something that is no list or dict");
        PickleNode& holder = m_pickle.m_nodes[m_stack[from - 1]];
        if (holder.number < 0) {
            if (m_pickle.m_lists.size() == kMostLists) fail_size();
            holder.number = std::int64_t(m_pickle.m_lists.size());
            m_pickle.m_lists.emplace_back();
        }
        m_list_items += m_stack.size() - from;
        if (m_list_items > kMostItems) fail_size();
        auto& items = m_pickle.m_lists[std::size_t(holder.number)];
        items.insert(items.end(), m_stack.begin() + std::ptrdiff_t(from), m_stack.end());
        m_stack.resize(from);
    }

    bool memo(std::uint8_t op) {
        switch (op) {
        case 0x94:
            return remember(m_memo.size()), true;
        case 'q':
            return remember(take(1)[0]), true;
        case 'r':
            return remember(little<std::uint32_t>()), true;
        case 'h':
            return recall(take(1)[0]), true;
        case 'j':
            return recall(little<std::uint32_t>()), true;
        default:
            return false;
        }
    }

    /// Picklers number from 0 or 1 on without a gap.
    void remember(std::size_t place) {
        if (place > m_memo.size() + 1) fail("the pickle fills its memo out of order");
        if (place >= kMostItems) fail_size();
        if (place >= m_memo.size()) m_memo.resize(place + 1, kNothing);
        m_memo[place] = top();
    }
    void recall(std::size_t place) {
        if (place >= m_memo.size() || m_memo[place] == kNothing)
            fail("the pickle asks for a value that is not in its memo");
        push(m_memo[place]);
    }

    bool call(std::uint8_t op) {
        switch (op) {
        case 0x80:
            if (const unsigned version = take(1)[0]; version < 2 || version > 5)
                fail("a pickle of protocol " + std::to_string(version) + "; 2 to 5 can be read");
            return true;
        case 0x95:
            if (little<std::uint64_t>() > m_pickle.m_bytes.size() - m_at)
                fail("a frame of the pickle goes on past its end");
            return true;
        case 'c':
            return global(), true;
        case 0x93:
            return stack_global(), true;
        case 'Q':
            return persistent_id(), true;
        case 'R':
        case 0x81:
            return reduce(), true;
        case 'b':
            return build(), true;
        default:
            return false;
        }
    }

    std::string_view line() {
        const std::uint64_t begin = m_at;
        while (take(1)[0] != '\n') {
        }
        return {reinterpret_cast<const char*>(m_pickle.m_bytes.data()) + begin, m_at - begin - 1};
    }

    void push_name(std::string_view module, std::string_view name) {
        const auto known = pickle_name(module, name);
        if (!known)
            fail("the pickle names " + printable_name(module) + "." + printable_name(name) +
                 ", code that is not run here; save the weights alone, as torch.save(model.state_dict(), "
                 "file) does");
        push_new(PickleKind::Name, std::int64_t(*known));
    }
    void global() {
        const std::string_view module = line();
        push_name(module, line());
    }
    void stack_global() {
        const Id name = pop(), module = pop();
        if (m_pickle.kind(name) != PickleKind::Text || m_pickle.kind(module) != PickleKind::Text)
            fail("the pickle names something by other than texts");
        push_name(m_pickle.text(module), m_pickle.text(name));
    }

    /// A value of `kind` with the items of the tuple.
    void push_as(PickleKind kind, const PickleNode& tuple) { push_new(kind, tuple.number, tuple.length); }

    void persistent_id() {
        const PickleNode id = m_pickle.node(pop());
        if (id.kind != PickleKind::Tuple) fail("the pickle's persistent id is no tuple");
        push_as(PickleKind::Storage, id);
    }

    void reduce() {
        const Id arguments = pop();
        const PickleNode callee = m_pickle.node(pop()), tuple = m_pickle.node(arguments);
        if (callee.kind != PickleKind::Name || tuple.kind != PickleKind::Tuple)
            fail("the pickle calls something that is no name, or without a tuple");
        switch (PickleName(callee.number)) {
        case PickleName::OrderedDict:
            if (tuple.length != 0) fail("the pickle gives OrderedDict arguments");
            return push_new(PickleKind::Dict, -1);
        case PickleName::RebuildTensor:
            return push_as(PickleKind::Tensor, tuple);
        case PickleName::RebuildParameter:
        case PickleName::Size: {
            const auto items = m_pickle.items(arguments);
            if (items.empty()) fail("the pickle makes a parameter or size of nothing");
            return push(items[0]); // of a parameter: its tensor; of a size: its tuple
        }
        default:
            fail("the pickle makes a storage of its own; those of the file are expected");
        }
    }

    /// Attributes of a dict or tensor, such as a state_dict's `_metadata`: passed over.
    void build() {
        pop();
        const PickleKind kind = m_pickle.kind(top());
        if (kind != PickleKind::Dict && kind != PickleKind::Tensor)
            fail("the pickle sets attributes of something that has none");
    }

    const std::filesystem::path& m_file;
    std::uint64_t m_offset;
    std::uint64_t m_at = 0, m_op_at = 0;
    Pickle m_pickle;
    std::vector<Id> m_stack, m_memo;
    std::vector<std::size_t> m_marks;
    std::size_t m_list_items = 0;
};

Pickle read_pickle(ByteSpan bytes, const std::filesystem::path& file, std::uint64_t offset) {
    return PickleMachine(bytes, file, offset).run();
}

} // namespace ffn
