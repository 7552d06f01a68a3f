#include "ui/model_browser/tensor_meaning.h"

#include "engine/model/block_mapping.h"

#include <QCoreApplication>

#include <utility>

namespace ffn::ui {

namespace {

struct MeaningText {
    Q_DECLARE_TR_FUNCTIONS(TensorMeaning)
};

bool isMatrix(TensorRole role) {
    return role == TensorRole::Up || role == TensorRole::Gate || role == TensorRole::Down;
}

QString matrixSentence(TensorRole role, bool fused, bool outIn) {
    if (fused)
        return outIn ? MeaningText::tr("Gate and first matrix in one, the gate's rows first: row j is what "
                                       "hidden unit j looks for.")
                     : MeaningText::tr("Gate and first matrix in one, the gate's columns first: column j is "
                                       "what hidden unit j looks for.");
    if (role == TensorRole::Down)
        return outIn ? MeaningText::tr("Second matrix: column j is what hidden unit j writes.")
                     : MeaningText::tr("Second matrix: row j is what hidden unit j writes.");
    if (role == TensorRole::Gate)
        return outIn ? MeaningText::tr("Gate: row j is what opens hidden unit j.")
                     : MeaningText::tr("Gate: column j is what opens hidden unit j.");
    return outIn ? MeaningText::tr("First matrix: row j is what hidden unit j looks for.")
                 : MeaningText::tr("First matrix: column j is what hidden unit j looks for.");
}

QString vectorSentence(TensorRole role) {
    switch (role) {
    case TensorRole::UpBias:
        return MeaningText::tr("Bias of the first matrix, one number a hidden unit.");
    case TensorRole::GateBias:
        return MeaningText::tr("Bias of the gate, one number a hidden unit.");
    case TensorRole::DownBias:
        return MeaningText::tr("Bias of the second matrix, one number a model dimension.");
    case TensorRole::NormGain:
        return MeaningText::tr("Gain of the norm, one number a model dimension.");
    case TensorRole::SecondGain:
        return MeaningText::tr("Gain of the second norm, of what is added; one number a model dimension.");
    case TensorRole::SecondBias:
        return MeaningText::tr("Bias of the second norm, of what is added; one number a model dimension.");
    default:
        return MeaningText::tr("Bias of the norm, one number a model dimension.");
    }
}

TensorMeaning matrixMeaning(const Block& block, TensorRole role, bool fused) {
    const bool outIn = block.orientation != Orientation::InOut;
    TensorMeaning meaning;
    meaning.sentence = matrixSentence(role, fused, outIn);
    const TensorMeaning::Axis hidden{StageWidth::Hidden, fused ? qint64(block.config.d_ff) : 0};
    const TensorMeaning::Axis model{StageWidth::Model, 0};
    const bool hiddenDown = (role == TensorRole::Down) != outIn;
    meaning.rows = hiddenDown ? hidden : model;
    meaning.columns = hiddenDown ? model : hidden;
    return meaning;
}

TensorMeaning vectorMeaning(const Block& block, TensorRole role, bool fused) {
    TensorMeaning meaning;
    meaning.sentence = vectorSentence(role);
    const bool hidden = role == TensorRole::UpBias || role == TensorRole::GateBias;
    meaning.columns = {hidden ? StageWidth::Hidden : StageWidth::Model,
                       fused && hidden ? qint64(block.config.d_ff) : 0};
    return meaning;
}

} // namespace

std::string tensorRole(const BlockTensors& tensors, const std::string& tensor) {
    BlockMapping parts;
    parts.tensors = tensors;
    std::string text;
    for (const TensorRole role : {TensorRole::Gate, TensorRole::Up, TensorRole::GateBias, TensorRole::UpBias,
                                  TensorRole::Down, TensorRole::DownBias, TensorRole::NormGain,
                                  TensorRole::NormBias, TensorRole::SecondGain, TensorRole::SecondBias})
        if (!tensor.empty() && std::as_const(parts)[role] == tensor)
            text.append(text.empty() ? "" : " + ").append(name(role));
    return text;
}

std::optional<TensorMeaning> tensorMeaning(const Block& block, const std::string& tensor) {
    if (tensor.empty()) return std::nullopt;
    BlockMapping parts;
    parts.tensors = block.tensors;
    const bool fused = !block.tensors.gate.empty() && block.tensors.gate == block.tensors.up;
    for (const TensorRole role : tensor_roles()) {
        if (std::as_const(parts)[role] != tensor) continue;
        return isMatrix(role) ? matrixMeaning(block, role, fused && role != TensorRole::Down)
                              : vectorMeaning(block, role, fused);
    }
    return std::nullopt;
}

} // namespace ffn::ui
