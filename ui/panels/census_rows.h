#pragma once

#include "engine/analysis/unit_census.h"

#include <QStringList>

#include <vector>

namespace ffn::ui {

/// A census with its tokens made fit for the screen: each different one once, and by number from there on.
struct CensusRows {
    UnitCensus census;
    QStringList vocabulary;            ///< labels, see tokenLabel
    QStringList bare;                  ///< the same as a person would type them, see bareToken
    std::vector<std::vector<int>> top; ///< [unit] different tokens, the one of the largest value first
    std::vector<int> main;             ///< [unit] the token it is active for most often; −1: none
    QStringList topText;               ///< [unit] labels of `top` in one line, "–" without any
};

/// A label without its tokeniser's marks of word borders ("␣The", "##the", "the</w>"), case-folded.
QString bareToken(QString label);

/// Of a census of the snapshot whose tokens are given.
CensusRows censusRows(UnitCensus census, const TokenBatch& tokens);

} // namespace ffn::ui
