#include "engine/core/error.h"
#include "engine/tokens/code_points.h"
#include "engine/tokens/tokenizer.h"

namespace ffn {

namespace {

constexpr std::int64_t kBytes = 256;

std::string byte_piece(unsigned char byte) {
    return byte >= 0x20 && byte <= 0x7E ? std::string(1, char(byte)) : byte_label(byte);
}

class BytesTokenizer : public Tokenizer {
  public:
    std::string name() const override { return "bytes"; }
    std::optional<std::int64_t> vocabulary_size() const override { return kBytes; }

    std::optional<std::string> piece(std::int64_t id) const override {
        if (id < 0 || id >= kBytes) return std::nullopt;
        return byte_piece(static_cast<unsigned char>(id));
    }

    TokenBatch encode(const std::vector<std::string>& texts) const override {
        TokenBatch batch;
        for (const auto& text : texts) {
            if (text.empty())
                throw Error("text " + std::to_string(batch.batch() + 1) +
                            " is empty: at least one byte is needed");
            auto& row = batch.rows.emplace_back();
            row.reserve(text.size());
            for (std::size_t i = 0; i < text.size(); ++i) {
                const auto byte = static_cast<unsigned char>(text[i]);
                row.push_back({byte_piece(byte), byte, i, i + 1});
            }
        }
        return batch;
    }
};

} // namespace

std::unique_ptr<Tokenizer> make_bytes_tokenizer() {
    return std::make_unique<BytesTokenizer>();
}

} // namespace ffn
