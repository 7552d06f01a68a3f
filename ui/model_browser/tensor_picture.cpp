#include "ui/model_browser/tensor_picture.h"

#include "engine/core/error.h"
#include "engine/core/memory.h"
#include "engine/model/weight_reader.h"

#include <QCoreApplication>
#include <QStringList>

#include <cmath>

namespace ffn::ui {

namespace {

struct FormText {
    Q_DECLARE_TR_FUNCTIONS(TensorPicture)
};

std::vector<std::int64_t> withoutOnes(const std::vector<std::int64_t>& shape) {
    std::vector<std::int64_t> kept;
    for (const std::int64_t n : shape)
        if (n != 1) kept.push_back(n);
    return kept;
}

std::int64_t product(std::vector<std::int64_t>::const_iterator begin,
                     std::vector<std::int64_t>::const_iterator end) {
    std::int64_t n = 1;
    for (; begin != end; ++begin)
        n *= *begin;
    return n;
}

double distanceFromSquare(const MatrixForm& form) {
    return std::abs(std::log(double(form.rows)) - std::log(double(form.columns)));
}

std::string about(const TensorInfo& tensor) {
    return "the tensor “" + tensor.name + "” " + shapeText(tensor.shape).toStdString();
}

/// Values with their picture's reduced levels, and half values beside the float32 ones.
std::uint64_t bytesNeeded(const TensorInfo& tensor) {
    const bool half = tensor.dtype == "F16" || tensor.dtype == "BF16";
    return std::uint64_t(tensor.count()) * (half ? 8 : 6);
}

void check(const TensorArchive& archive, const TensorInfo& tensor, std::uint64_t limit) {
    if (!tensor.readable)
        throw Error(archive.path(),
                    about(tensor) + " is of the type " + tensor.dtype + ", which cannot be read here");
    if (tensor.count() == 0) throw Error(archive.path(), about(tensor) + " holds no values");
    if (limit == 0) limit = available_memory();
    if (bytesNeeded(tensor) > limit)
        throw Error(archive.path(), about(tensor) + " is too large to be shown: its picture needs " +
                                        bytes_text(bytesNeeded(tensor)) + " of memory and may use " +
                                        bytes_text(limit));
}

std::shared_ptr<const Tensor> readValues(const TensorArchive& archive, std::size_t index,
                                         const Progress& progress) {
    const MatrixForm form = matrixForm(archive.tensors()[index].shape);
    const auto matrix = std::make_shared<WeightMatrix>();
    WeightReader reader(archive);
    reader.add_matrix({index, form.rows, 0, form.rows, form.columns, false}, *matrix);
    reader.run(progress);
    progress.check();
    return {matrix, &matrix->tensor()};
}

} // namespace

MatrixForm matrixForm(const std::vector<std::int64_t>& shape) {
    if (shape.size() == 2) return {shape[0], shape[1]};
    const std::vector<std::int64_t> axes = withoutOnes(shape);
    if (axes.size() < 2) return {1, axes.empty() ? 1 : axes[0]};
    MatrixForm best{0, 0};
    for (auto cut = axes.begin() + 1; cut != axes.end(); ++cut) {
        const MatrixForm form{product(axes.begin(), cut), product(cut, axes.end())};
        if (best.rows == 0 || distanceFromSquare(form) < distanceFromSquare(best)) best = form;
    }
    return best;
}

QString formNote(const std::vector<std::int64_t>& shape) {
    if (shape.size() == 2) return {};
    const MatrixForm form = matrixForm(shape);
    if (shape.empty()) return FormText::tr("A single number.");
    if (form.rows == 1) return FormText::tr("A vector, shown as one row.");
    return FormText::tr("%1 is shown as a matrix of %2 × %3: neighbouring axes are folded, no value moves.")
        .arg(shapeText(shape))
        .arg(form.rows)
        .arg(form.columns);
}

QString cellPlace(const std::vector<std::int64_t>& shape, qint64 row, qint64 column) {
    qint64 flat = row * matrixForm(shape).columns + column;
    QStringList places;
    for (auto axis = shape.rbegin(); axis != shape.rend(); ++axis) {
        places.prepend(QString::number(flat % *axis));
        flat /= *axis;
    }
    return '[' + places.join(", ") + ']';
}

QString shapeText(const std::vector<std::int64_t>& shape) {
    QStringList sizes;
    for (const std::int64_t n : shape)
        sizes += QString::number(n);
    return '[' + sizes.join(", ") + ']';
}

SnapshotPtr loadTensor(const TensorArchive& archive, std::size_t index, std::uint64_t limit,
                       const Progress& progress) {
    const TensorInfo& tensor = archive.tensors()[index];
    check(archive, tensor, limit);
    const auto values = readValues(archive, index, progress);
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->source = archive.path().string();
    snapshot->block = tensor.name;
    snapshot->config.d_model = values->dim();
    snapshot->config.d_ff = values->dim();
    auto rows = std::make_shared<TokenBatch>();
    rows->rows.emplace_back(std::size_t(values->rows()));
    snapshot->tokens = std::move(rows);
    StageSummary& summary = snapshot->summaries[std::size_t(kTensorStage)];
    for (std::int64_t row = 0; row < values->rows(); ++row) {
        if (row % 64 == 0) progress.check();
        summary.add(values->row(row));
    }
    snapshot->kept[std::size_t(kTensorStage)] = values;
    return snapshot;
}

} // namespace ffn::ui
