#include "engine/exports/npy_export.h"

#include "engine/core/atomic_file.h"
#include "engine/exports/csv_export.h"
#include "engine/exports/raw_values.h"

#include <cassert>
#include <initializer_list>
#include <string>
#include <vector>

namespace ffn {

namespace {

// Magic, version 1.0, u16 header length, then a Python dict padded with blanks to a multiple of 64 bytes
// (numpy.lib.format).
std::string npy_header(std::initializer_list<std::int64_t> shape) {
    std::string dict = "{'descr': '<f4', 'fortran_order': False, 'shape': (";
    for (const std::int64_t n : shape)
        dict += (dict.back() == '(' ? "" : ", ") + std::to_string(n);
    dict += "), }";
    constexpr std::size_t kPrefix = 10, kAlignment = 64;
    const std::size_t unpadded = kPrefix + dict.size() + 1;
    dict.append((kAlignment - unpadded % kAlignment) % kAlignment, ' ');
    dict += '\n';
    std::string header("\x93NUMPY\x01\x00", 8);
    header += char(dict.size() & 0xFF);
    header += char(dict.size() >> 8);
    return header + dict;
}

std::string label_table(const TokenBatch& tokens, std::int64_t len, const StagePart& part) {
    std::string text = "axis,index,number,batch,position,token\n";
    for (std::size_t i = 0; i < part.rows.size(); ++i) {
        const std::int64_t b = part.rows[i] / len, p = part.rows[i] % len;
        text += "row," + std::to_string(i) + ',' + std::to_string(part.rows[i]) + ',' + std::to_string(b) +
                ',' + std::to_string(p) + ',';
        if (!tokens.is_padding(b, p)) text += csv_field(tokens.rows[std::size_t(b)][std::size_t(p)].text);
        text += '\n';
    }
    for (std::size_t i = 0; i < part.units.size(); ++i)
        text += "column," + std::to_string(i) + ',' + std::to_string(part.units[i]) + ",,,\n";
    return text;
}

} // namespace

void write_npy(const Snapshot& snapshot, Stage stage, const std::filesystem::path& file,
               const Progress& progress) {
    assert(snapshot.has(stage));
    const Tensor& values = snapshot.stage(stage);
    AtomicFile out(file);
    const Shape& shape = values.shape();
    out.write(info(stage).width == StageWidth::One ? npy_header({shape.batch, shape.len})
                                                   : npy_header({shape.batch, shape.len, shape.dim}));
    write_values(out, values.values(), progress, 0, values.size());
    progress.check();
    out.commit();
}

void write_npy(const Snapshot& snapshot, const StagePart& part, const std::filesystem::path& file,
               const std::filesystem::path& labels, const Progress& progress) {
    const Tensor& values = snapshot.stage(part.stage);
    AtomicFile out(file), names(labels);
    out.write(npy_header({std::int64_t(part.rows.size()), std::int64_t(part.units.size())}));
    const auto total = std::int64_t(part.rows.size() * part.units.size());
    std::vector<float> line(part.units.size());
    for (std::size_t r = 0; r < part.rows.size(); ++r) {
        const auto row = values.row(part.rows[r]);
        for (std::size_t u = 0; u < line.size(); ++u)
            line[u] = row[std::size_t(part.units[u])];
        write_values(out, line, progress, std::int64_t(r * line.size()), total);
    }
    names.write(label_table(*snapshot.tokens, values.shape().len, part));
    progress.check();
    out.commit();
    names.commit();
}

} // namespace ffn
