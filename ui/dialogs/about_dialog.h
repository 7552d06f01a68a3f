#pragma once

#include <QDialog>

class QLabel;

namespace ffn::ui {

/// Name, version (the application's), purpose, licence and the libraries in use.
class AboutDialog : public QDialog {
    Q_OBJECT
  public:
    explicit AboutDialog(QWidget* parent = nullptr);
    /// Its rich text.
    static QString text();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void retranslate();
    QLabel* m_text;
};

} // namespace ffn::ui
