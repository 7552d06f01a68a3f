#include "ui/strip/stage_names.h"

#include "engine/analysis/stage_formula.h"

#include <QCoreApplication>

namespace ffn::ui {

namespace {

struct Names {
    Q_DECLARE_TR_FUNCTIONS(Stages)
  public:
    static QString title(Stage stage) {
        using enum Stage;
        switch (stage) {
        case Input:
            return tr("input x");
        case NormOutput:
            return tr("norm output");
        case GatePreActivation:
            return tr("gate pre-act.");
        case Gate:
            return tr("gate");
        case PreActivation:
            return tr("pre-activation");
        case Hidden:
            return tr("hidden");
        case Projection:
            return tr("projection");
        case Update:
            return tr("update");
        case ResidualSum:
            return tr("residual sum");
        case NormMean:
            return tr("mean");
        case NormVariance:
            return tr("var");
        case NormRstd:
            return tr("rstd");
        case Normalized:
            return tr("normalized");
        case Output:
            return tr("output");
        }
        return {};
    }

    static QString cell(Stage stage, qint64 unit) {
        if (info(stage).width == StageWidth::One) return title(stage);
        return tr("%1 · unit %2").arg(title(stage)).arg(unit);
    }

    static QString codeNote(Stage stage) {
        return tr("In files and on the command line: %1").arg(QString::fromUtf8(name(stage)));
    }

    static QString meanOfSquares() { return tr("mean x²"); }

    static QString meaning(Stage stage) {
        using enum Stage;
        switch (stage) {
        case Input:
            return tr("what the block receives; also the residual");
        case NormOutput:
            return tr("what enters the first matrix");
        case GatePreActivation:
            return tr("gate matrix and bias, before the activation");
        case Gate:
            return tr("the gate that opens and closes each unit");
        case PreActivation:
            return tr("first matrix and bias, before the activation");
        case Hidden:
            return tr("what the activation lets through");
        case Projection:
            return tr("second matrix and bias: what the block adds");
        case Update:
            return tr("the projection normed again: what the block adds");
        case ResidualSum:
            return tr("the input with the update added");
        case NormMean:
            return tr("mean of the row, per token");
        case NormVariance:
            return tr("variance of the row, per token");
        case NormRstd:
            return tr("one over the standard deviation, per token");
        case Normalized:
            return tr("centred and scaled, before gain and bias");
        case Output:
            return tr("what the block hands on");
        }
        return {};
    }
};

} // namespace

QString stageTitle(Stage stage, Norm norm) {
    const bool squares = stage == Stage::NormVariance && norm == Norm::RmsNorm;
    return squares ? Names::meanOfSquares() : Names::title(stage);
}

QString cellTitle(Stage stage, qint64 unit) {
    return Names::cell(stage, unit);
}

QString stageCodeNote(Stage stage) {
    return Names::codeNote(stage);
}

QString stageFormula(const Snapshot& snapshot, Stage stage) {
    return QString::fromStdString(stage_formula(snapshot, stage)) + " — " + Names::meaning(stage);
}

QString activationTitle(Activation activation) {
    switch (activation) {
    case Activation::Relu:
        return "ReLU";
    case Activation::Gelu:
        return "GELU";
    case Activation::GeluTanh:
        return "GELU (tanh)";
    case Activation::Silu:
        return "SiLU";
    case Activation::QuickGelu:
        return "quick GELU";
    case Activation::ReluSquared:
        return "ReLU²";
    }
    return {};
}

QString normTitle(Norm norm) {
    switch (norm) {
    case Norm::LayerNorm:
        return "LayerNorm";
    case Norm::RmsNorm:
        return "RMSNorm";
    case Norm::StdNorm:
        return "LayerNorm (σ + ε)";
    case Norm::None:
        break;
    }
    return {};
}

} // namespace ffn::ui
