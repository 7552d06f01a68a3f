#include "ui/dialogs/export_dialog.h"

#include "ui/dialogs/reason_label.h"
#include "ui/strip/stage_names.h"

#include <QtWidgets>

namespace ffn::ui {

ExportDialog::ExportDialog(Stage stage, std::vector<Stage> all, QWidget* parent)
    : QDialog(parent), m_stage(stage), m_all(std::move(all)) {
    build();
    restore();
    retranslate();
    for (QAbstractButton* button :
         std::initializer_list<QAbstractButton*>{m_thisStage, m_allStages, m_overwrite})
        connect(button, &QAbstractButton::toggled, this, &ExportDialog::validate);
    for (const auto& [format, box] : m_formats)
        connect(box, &QCheckBox::toggled, this, &ExportDialog::validate);
    connect(m_folder, &QLineEdit::textChanged, this, &ExportDialog::validate);
    connect(m_browse, &QPushButton::clicked, this, &ExportDialog::chooseFolder);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &ExportDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    validate();
}

void ExportDialog::build() {
    auto* layout = new QVBoxLayout(this);
    buildWhat(layout);
    buildFormats(layout);
    buildFolder(layout);
    m_summary = new QLabel;
    m_problem = reasonLabel();
    m_existing = new QPlainTextEdit;
    m_existing->setReadOnly(true);
    m_existing->setTabChangesFocus(true);
    m_existing->setMaximumHeight(7 * fontMetrics().lineSpacing());
    m_overwrite = new QCheckBox;
    m_buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    for (QWidget* widget :
         std::initializer_list<QWidget*>{m_summary, m_existing, m_overwrite, m_problem, m_buttons})
        layout->addWidget(widget);
    layout->addStretch();
    m_summary->setObjectName("exportSummary");
    m_problem->setObjectName("exportProblem");
    m_existing->setObjectName("exportExisting");
    m_overwrite->setObjectName("exportOverwrite");
    m_folder->setObjectName("exportFolder");
    m_thisStage->setObjectName("exportThisStage");
    m_allStages->setObjectName("exportAllStages");
}

void ExportDialog::buildWhat(QVBoxLayout* layout) {
    m_what = new QGroupBox;
    m_thisStage = new QRadioButton;
    m_allStages = new QRadioButton;
    auto* column = new QVBoxLayout(m_what);
    column->addWidget(m_thisStage);
    column->addWidget(m_allStages);
    layout->addWidget(m_what);
}

void ExportDialog::buildFormats(QVBoxLayout* layout) {
    m_formatBox = new QGroupBox;
    auto* grid = new QGridLayout(m_formatBox);
    int place = 0;
    for (const ExportFormat format : exportFormats()) {
        auto* box = new QCheckBox;
        box->setObjectName("export_" + extension(format));
        m_formats[format] = box;
        grid->addWidget(box, place / 3, place % 3);
        ++place;
    }
    m_scale = new QSpinBox;
    m_scale->setObjectName("exportScale");
    m_scale->setRange(1, 8);
    m_scaleLabel = new QLabel;
    m_scaleLabel->setBuddy(m_scale);
    m_layout = new QComboBox;
    m_layout->setObjectName("exportLayout");
    m_layout->addItem({}, int(CsvLayout::Wide));
    m_layout->addItem({}, int(CsvLayout::Tidy));
    m_layoutLabel = new QLabel;
    m_layoutLabel->setBuddy(m_layout);
    grid->addWidget(m_scaleLabel, 2, 0);
    grid->addWidget(m_scale, 2, 1, 1, 2, Qt::AlignLeft);
    grid->addWidget(m_layoutLabel, 3, 0);
    grid->addWidget(m_layout, 3, 1, 1, 2);
    layout->addWidget(m_formatBox);
}

void ExportDialog::buildFolder(QVBoxLayout* layout) {
    m_folder = new QLineEdit;
    m_folderLabel = new QLabel;
    m_folderLabel->setBuddy(m_folder);
    m_browse = new QPushButton;
    auto* line = new QHBoxLayout;
    line->addWidget(m_folderLabel);
    line->addWidget(m_folder, 1);
    line->addWidget(m_browse);
    layout->addLayout(line);
}

void ExportDialog::restore() {
    const QSettings settings;
    const QString documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    m_folder->setText(settings.value("export/folder", QDir(documents).filePath("ffnscope")).toString());
    m_folder->setMinimumWidth(fontMetrics().averageCharWidth() * 36);
    const QStringList formats = settings.value("export/formats", QStringList{"csv", "png"}).toStringList();
    for (const auto& [format, box] : m_formats)
        box->setChecked(formats.contains(extension(format)));
    const bool all = settings.value("export/all", false).toBool();
    (all ? m_allStages : m_thisStage)->setChecked(true);
    m_layout->setCurrentIndex(settings.value("export/tidy", false).toBool() ? 1 : 0);
    m_scale->setValue(settings.value("export/scale", 1).toInt());
}

void ExportDialog::remember() const {
    QSettings settings;
    QStringList formats;
    for (const auto& [format, box] : m_formats)
        if (box->isChecked()) formats += extension(format);
    settings.setValue("export/folder", m_folder->text());
    settings.setValue("export/formats", formats);
    settings.setValue("export/all", m_allStages->isChecked());
    settings.setValue("export/tidy", m_layout->currentIndex() == 1);
    settings.setValue("export/scale", m_scale->value());
}

ExportRequest ExportDialog::draft() const {
    ExportRequest request;
    request.stages = m_allStages->isChecked() ? m_all : std::vector{m_stage};
    request.formats.clear();
    for (const auto& [format, box] : m_formats)
        if (box->isChecked()) request.formats.insert(format);
    request.csvLayout = CsvLayout(m_layout->currentData().toInt());
    request.scale = m_scale->value();
    request.folder = m_folder->text();
    return request;
}

std::optional<ExportRequest> ExportDialog::request() const {
    const ExportRequest r = draft();
    return problem(r).isEmpty() ? std::optional(r) : std::nullopt;
}

QString ExportDialog::folderProblem(const QString& folder) const {
    if (folder.trimmed().isEmpty()) return tr("Choose a folder to write into.");
    const QFileInfo place(folder);
    if (place.exists() && !place.isDir()) return tr("%1 is a file, not a folder.").arg(folder);
    if (place.exists()) return place.isWritable() ? QString() : tr("The folder %1 is read-only.").arg(folder);
    // It will be made: the nearest folder above it that is there decides.
    QFileInfo above(place.absolutePath());
    while (!above.exists() && above.absolutePath() != above.absoluteFilePath())
        above = QFileInfo(above.absolutePath());
    if (!above.isDir()) return tr("%1 is a file, not a folder.").arg(above.filePath());
    return above.isWritable() ? QString() : tr("The folder %1 is read-only.").arg(above.filePath());
}

QString ExportDialog::problem(const ExportRequest& request) const {
    if (request.stages.empty()) return tr("There is no stage to export yet.");
    if (request.formats.empty()) return tr("Choose at least one format.");
    const QString folder = folderProblem(request.folder);
    if (!folder.isEmpty()) return folder;
    const int existing = int(request.existingFiles().size());
    if (existing > 0 && !m_overwrite->isChecked())
        return tr(
            "%n files are there already. Tick the box above to overwrite them, or choose another folder.",
            nullptr, existing);
    return {};
}

void ExportDialog::validate() {
    const ExportRequest request = draft();
    const auto picture = std::find_if(request.formats.begin(), request.formats.end(), isPicture);
    for (QWidget* widget : {static_cast<QWidget*>(m_scale), static_cast<QWidget*>(m_scaleLabel)})
        widget->setEnabled(picture != request.formats.end());
    for (QWidget* widget : {static_cast<QWidget*>(m_layout), static_cast<QWidget*>(m_layoutLabel)})
        widget->setEnabled(request.formats.contains(ExportFormat::Csv));
    const bool folder = folderProblem(request.folder).isEmpty();
    const QStringList existing = folder ? request.existingFiles() : QStringList();
    QStringList names;
    for (const QString& path : existing)
        names += QFileInfo(path).fileName();
    if (const QString list = names.join('\n'); list != m_existing->toPlainText()) {
        // Another set of files needs another yes.
        const QSignalBlocker quiet(m_overwrite);
        m_overwrite->setChecked(false);
        m_existing->setPlainText(list);
    }
    m_existing->setVisible(!existing.isEmpty());
    m_overwrite->setVisible(!existing.isEmpty());
    m_overwrite->setText(tr("&Overwrite these %n files", nullptr, int(existing.size())));
    m_summary->setText(tr("%n files will be written.", nullptr, int(request.files().size())));
    const QString reason = problem(request);
    m_problem->setText(reason);
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(reason.isEmpty());
}

void ExportDialog::chooseFolder() {
    auto* chooser = new QFileDialog(this, tr("Export into"), m_folder->text());
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setFileMode(QFileDialog::Directory);
    chooser->setOption(QFileDialog::ShowDirsOnly);
    connect(chooser, &QFileDialog::fileSelected, m_folder, &QLineEdit::setText);
    chooser->open();
}

void ExportDialog::accept() {
    validate(); // a file may have come since
    if (!request()) return;
    remember();
    QDialog::accept();
}

void ExportDialog::retranslate() {
    setWindowTitle(tr("Export"));
    m_what->setTitle(tr("What"));
    m_thisStage->setText(tr("&This stage: %1").arg(stageTitle(m_stage)));
    m_allStages->setText(tr("&All %n stages", nullptr, int(m_all.size())));
    m_formatBox->setTitle(tr("Formats"));
    for (const auto& [format, box] : m_formats)
        box->setText(format == ExportFormat::Safetensors ? QString("safetensors")
                                                         : extension(format).toUpper());
    m_formats[ExportFormat::Safetensors]->setToolTip(
        tr("One file with all chosen stages, which can be opened again"));
    m_scaleLabel->setText(tr("Picture &scale:"));
    m_scale->setSuffix(" ×");
    m_scale->setAccessibleName(tr("Picture scale"));
    m_layoutLabel->setText(tr("CSV &layout:"));
    m_layout->setAccessibleName(tr("CSV layout"));
    m_layout->setItemText(0, tr("wide: one row a token"));
    m_layout->setItemText(1, tr("tidy: one row a value"));
    m_folderLabel->setText(tr("&Folder:"));
    m_folder->setAccessibleName(tr("Folder"));
    m_browse->setText(tr("&Browse…"));
    m_existing->setAccessibleName(tr("Files that are there already"));
    m_buttons->button(QDialogButtonBox::Ok)->setText(tr("&Export"));
    validate();
}

void ExportDialog::changeEvent(QEvent* event) {
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

} // namespace ffn::ui
