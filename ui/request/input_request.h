#pragma once

#include "engine/core/progress.h"
#include "engine/tokens/embedding.h"
#include "engine/tokens/tokenizer.h"
#include "ui/request/model_request.h"
#include "ui/request/random_embedding.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ffn::ui {

/// What a person asks for as the input: texts, ids or hidden states, at most one kind of them. With none the
/// model's own example text is taken, where it brings one.
struct InputRequest {
    std::vector<std::string> texts;     ///< one row of the batch each
    std::vector<std::string> ids;       ///< likewise, "5,1,9"
    std::string input;                  ///< hidden states: FILE or FILE:TENSOR
    std::string tokenizer;              ///< "words", "bytes" or a file; empty: the model's, else `words`
    bool special_tokens = false;        ///< put the tokeniser's own around each text ([CLS] … [SEP])
    std::string embedding;              ///< FILE, FILE:TENSOR or "random"; empty: the model's, else random
    std::optional<Positions> positions; ///< empty: the model's, else none
    std::uint64_t seed = 0;             ///< of random embeddings
    std::uint64_t memory_limit = 0;     ///< bytes; 0: what the machine has free

    bool empty() const { return texts.empty() && ids.empty() && input.empty(); }
};

/// What makes hidden states of texts and ids for one model. Made once, used for every text: the embedding
/// table is read when it is made.
struct TokenEncoder {
    std::shared_ptr<const Tokenizer> tokenizer;
    bool models_own = false;             ///< a tokeniser comes with the model, chosen or not
    bool has_special_tokens = false;     ///< the tokeniser knows of some, asked for or not
    std::shared_ptr<const Tensor> table; ///< [1, vocabulary, d_model]; null: random rows
    std::string embedding;               ///< where the table is from, for the screen
    Positions positions = Positions::None;
    std::int64_t d_model = 0;
    std::uint64_t seed = 0;
    std::string warning; ///< what a person should know about these choices; empty: nothing

    /// Whether an id only says when a word first appeared, because the tokeniser has no vocabulary.
    bool numbers_words() const { return !tokenizer->vocabulary_size(); }
    /// One row for each text. Throws Error for an empty text or a word or id the table does not have.
    ModelInput encode_texts(const std::vector<std::string>& texts) const;
    /// One row for each list of ids ("5,1,9").
    ModelInput encode_ids(const std::vector<std::string>& rows) const;

  private:
    ModelInput embed_tokens(TokenBatch tokens, RowKey key) const;
};

/// The tensors of a file that can be the embedding table of a block of that d_model: the one of a known name,
/// else all that fit.
std::vector<EmbeddingTable> table_choices(const TensorArchive& archive, std::int64_t d_model);

/// Chooses tokeniser, embedding table and positions: what the request says, else what the model's file says,
/// else `words`, random rows and none. Throws Error for files that do not fit; Stopped when asked to.
TokenEncoder make_token_encoder(const InputRequest& request, const OpenedModel& model,
                                const Progress& progress = {});

/// The text that a model's file brings as its example; empty where it brings none.
std::string example_text(const OpenedModel& model);

struct OpenedInput {
    ModelInput input;
    std::string warning;                         ///< of the encoder; empty: nothing
    std::shared_ptr<const TokenEncoder> encoder; ///< null for hidden states
};

/// All of it in one go. Throws Error also where there is nothing to feed the model with.
OpenedInput open_input(const InputRequest& request, const OpenedModel& model, const Progress& progress = {});

} // namespace ffn::ui
