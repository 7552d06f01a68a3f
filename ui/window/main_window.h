#pragma once

#include "ui/document/document.h"
#include "ui/view_state.h"

#include <QMainWindow>

class QLabel;
class QSplitter;
class QTabWidget;

namespace ffn::ui {

class ComparePanel;
class EditsPanel;
class EmbeddingChoice;
class HeatMapView;
class InspectorView;
class ExportJob;
class Menus;
class MessageBar;
class ModelBrowser;
class Panel;
class PartExport;
class PiecesBar;
class PipelineStrip;
class Reference;
class ToolRow;
class WordsPanel;

/// The window: puts the parts together and lets them hear each other; computes and draws nothing itself.
class MainWindow : public QMainWindow {
    Q_OBJECT
  public:
    explicit MainWindow(QWidget* parent = nullptr);
    ~MainWindow() override;

    Document* document() { return m_document; }
    ViewState* viewState() { return m_state; }
    HeatMapView* heatMap() const { return m_map; }
    /// What the message bar says; empty when it is hidden.
    QString message() const;
    /// Everything is drawn and nothing is under way.
    bool isSettled() const;
    /// The panel called "sparsity", "units", "edits", "compare", "residual", "layer_norm", "histogram",
    /// "numerics" or "words", or the model browser as "model" or "model/TENSOR"; false when there is none.
    bool showPanel(const QString& name);
    static QStringList panelNames();
    /// The model browser when it is open, else the window itself.
    QWidget* frontWindow();

  public slots:
    void openFiles(const QStringList& files);
    void exportStages();
    void openRandom();
    /// Asks which tensors of the open file, or of one that could not be opened, make up a block.
    void assignTensors();

  protected:
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void buildParts();
    void buildStatusBar();
    void connectDocument();
    void connectPanels();
    void connectMenus();
    void connectSettings();
    void retranslate();
    void chooseFiles();
    void chooseFolder();
    void chooseTokenizerFile();
    void chooseEmbeddingFile();
    void connectInput();
    void lightWord(const QString& line, qsizetype position);
    void askForMapping(std::shared_ptr<const TensorArchive> archive);
    void showSnapshot(SnapshotPtr snapshot);
    void showControls(bool keepTyped);
    void showWork();
    void fitStrip();
    void stop();
    bool isWriting() const; ///< files, or what goes to the clipboard
    void showMap();
    void showFailure(const QString& sentence);
    void showModel();
    void showCounts(const Snapshot& snapshot);
    QString inputSource() const;
    void pointAtLargest(const SnapshotPtr& snapshot);
    void stepPanel();
    void choosePanel(int index);
    void goToCell();
    void setFontPercent(int percent);
    ModelBrowser* browser();

    Document* m_document;
    ViewState* m_state;
    Menus* m_menus;
    ExportJob* m_exports;
    PartExport* m_partExport;
    EmbeddingChoice* m_embeddings;
    ModelBrowser* m_browser = nullptr; ///< made when it is first asked for
    Reference* m_reference;
    EditsPanel* m_edits;
    ComparePanel* m_compare;
    ToolRow* m_tools;
    MessageBar* m_message;
    PiecesBar* m_pieces;
    PipelineStrip* m_strip = nullptr;
    HeatMapView* m_map;
    InspectorView* m_inspector;
    QTabWidget* m_tabs;
    Panel* m_units;
    WordsPanel* m_words;
    std::vector<Panel*> m_panels;
    QSplitter *m_across, *m_down;
    std::shared_ptr<const TensorArchive> m_unknown; ///< the last file without a known block
    JobRunner m_pointing;
    bool m_newModel = false;
    bool m_keepMessage = false; ///< the next snapshot leaves the message where it is
    QLabel *m_cell, *m_source, *m_pixel, *m_counts, *m_memory, *m_edited;
};

} // namespace ffn::ui
