#pragma once

#include "engine/formats/mapped_file.h"
#include "engine/formats/tensor_archive.h"
#include "engine/formats/zip_reader.h"

#include <memory>

namespace ffn {

/// A zip as torch.save writes it since 1.6: `<root>/data.pkl` and a member `<root>/data/<key>` a storage.
/// The members need not be located: those of storages are when their tensors are read.
/// No code of the file is run; see pickle.h and pytorch_tensors.h for what is read and what is refused.
std::shared_ptr<const TensorArchive> open_pytorch_zip(MappedFile file, std::vector<ZipMember> members);

/// True for the start of a file as torch.save wrote it before 1.6, and still does where asked to.
bool is_legacy_pytorch(ByteSpan bytes);

/// Such a file: five pickles (magic number, protocol, system, the object, the storages' keys), then a storage
/// each: u64 number of values, values.
std::shared_ptr<const TensorArchive> open_legacy_pytorch(MappedFile file);

} // namespace ffn
