#include "engine/tokens/byte_alphabet.h"

#include "engine/tokens/utf8_text.h"

namespace ffn {

const std::array<std::string, 256>& byte_alphabet() {
    static const auto kAlphabet = [] {
        std::array<std::string, 256> alphabet;
        std::int32_t next = 0x100;
        for (std::int32_t byte = 0; byte < 256; ++byte) {
            const bool printable =
                (byte >= 0x21 && byte <= 0x7E) || (byte >= 0xA1 && byte <= 0xAC) || byte >= 0xAE;
            append_utf8(alphabet[std::size_t(byte)], printable ? byte : next++);
        }
        return alphabet;
    }();
    return kAlphabet;
}

} // namespace ffn
