#include "engine/exports/npy_export.h"

#include "engine/core/atomic_file.h"
#include "engine/exports/raw_values.h"

#include <cassert>
#include <string>

namespace ffn {

namespace {

// Magic, version 1.0, u16 header length, then a Python dict padded with blanks to a multiple of 64 bytes
// (numpy.lib.format).
std::string npy_header(const Shape& shape, bool statistic) {
    std::string dict = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + std::to_string(shape.batch) +
                       ", " + std::to_string(shape.len);
    if (!statistic) dict += ", " + std::to_string(shape.dim);
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

} // namespace

void write_npy(const Snapshot& snapshot, Stage stage, const std::filesystem::path& file,
               const Progress& progress) {
    assert(snapshot.has(stage));
    const Tensor& values = snapshot.stage(stage);
    AtomicFile out(file);
    out.write(npy_header(values.shape(), info(stage).width == StageWidth::One));
    write_values(out, values.values(), progress, 0, values.size());
    progress.check();
    out.commit();
}

} // namespace ffn
