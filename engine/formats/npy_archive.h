#pragma once

#include "engine/formats/mapped_file.h"
#include "engine/formats/tensor_archive.h"
#include "engine/formats/zip_reader.h"

#include <memory>

namespace ffn {

/// One .npy file: an archive of one tensor, named as the file without its ending.
std::shared_ptr<const TensorArchive> open_npy(MappedFile file);

/// The .npy files of a folder, sorted by name, as one archive.
std::shared_ptr<const TensorArchive> open_npy_folder(const std::filesystem::path& folder,
                                                     const std::vector<std::filesystem::path>& files);

/// A zip of .npy members, as numpy.savez and savez_compressed write it; members of another kind are passed
/// over. Values are checked against the zip's checksums when they are read.
std::shared_ptr<const TensorArchive> open_npz(MappedFile file, std::vector<ZipMember> members);

} // namespace ffn
