#include "tests/fuzz/fuzz_tokens.h"

#include "engine/core/error.h"

#include <cstdlib>

namespace ffn::fuzz {

void split(const Tokenizer& tokenizer, const std::string& text) {
    const auto special = tokenizer.with_special_tokens(true);
    try {
        const TokenBatch batch = (special ? *special : tokenizer).encode({text});
        for (const Token& token : batch.rows.at(0))
            if (token.begin > token.end || token.end > text.size()) std::abort();
    } catch (const Error&) {
    }
}

void split_some(const Tokenizer& tokenizer, std::span<const std::uint8_t> file) {
    static const std::string kTexts[] = {
        "The quick brown fox, it's 1,234.5!  \t\r\n\n <s>[MASK]</s> naïve E\u0301cole İ ﬁ Ⅻ "
        "\u1100\u1161\u11A8",
        "深度 学习。▁a▁Ġb ##c \u00AD\uFEFF\u200D👩‍👩‍👧🇩🇪 \xff\xC3 \xE4\xB8 \xED\xA0\x80 "
        "end ",
        std::string(700, 'a'),
        "\uFDFA\uFDFA" + std::string(200, ' ') + "\u0345\u0301\u0327",
    };
    for (const std::string& text : kTexts)
        split(tokenizer, text);
    split(tokenizer,
          std::string(file.begin(), file.begin() + std::ptrdiff_t(std::min<std::size_t>(file.size(), 2048))));
}

} // namespace ffn::fuzz
